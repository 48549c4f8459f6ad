package dev.assay.cli.debug;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.run.Environment;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.tensor.TensorData;
import dev.assay.onnx.graph.ModelSignature;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The folder of a bug report.
///
/// @param root that does not exist yet, or is empty
public record ReproFolder(Path root) {
    private static final int NAME = 60;

    /// @throws AssayException if something is there already
    public static ReproFolder create(Path root) {
        try {
            Files.createDirectories(root);
            try (var files = Files.list(root)) {
                if (files.findAny().isPresent()) {
                    throw AssayException.config(root + " is not empty: choose another --out");
                }
            }
        } catch (IOException e) {
            throw AssayException.environment("Cannot make the folder " + root + ": " + e, e);
        }
        return new ReproFolder(root);
    }

    Path model() {
        return root.resolve("model.onnx");
    }

    Path inputs() {
        return root.resolve("inputs.safetensors");
    }

    Path reference() {
        return root.resolve("reference.safetensors");
    }

    /// Writes the inputs for Assay, and as raw bytes for trtexec and the loader of Polygraphy.
    void inputs(Map<String, TensorData> values) {
        SafetensorsFile.write(inputs(), new ArrayList<>(values.values()));
        values.values().forEach(it -> raw(root.resolve(rawName(it.name())), it));
    }

    private static void raw(Path file, TensorData tensor) {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var bytes = tensor.segment().asByteBuffer();
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw AssayException.environment("Cannot write " + file + ": " + e, e);
        }
    }

    static String rawName(String tensor) {
        String plain = tensor.replaceAll("[^A-Za-z0-9._-]+", "_");
        return plain.substring(Math.max(0, plain.length() - NAME)) + ".bin";
    }

    /// Writes what people read: the words and command lines, the environment and the log.
    public void finish(BenchmarkCase it, ReproRun.Found found, Environment environment) {
        AtomicFile.write(
                root.resolve("environment.json"), Json.indented().writeValueAsString(environment));
        AtomicFile.write(root.resolve("log.txt"), String.join("\n", found.log()) + "\n");
        PeerLines lines = PeerLines.of(it, signature(), Files.exists(inputs()));
        lines.loader().ifPresent(text -> AtomicFile.write(root.resolve("data_loader.py"), text));
        AtomicFile.write(root.resolve("README.md"), text(it, found, lines));
    }

    private ModelSignature signature() {
        return ModelSignature.of(model());
    }

    private String text(BenchmarkCase it, ReproRun.Found found, PeerLines lines) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(
                "model.onnx",
                found.nodes().isEmpty()
                        ? "the model, all of its %d nodes".formatted(found.total())
                        : "%d of its %d nodes: %s"
                                .formatted(
                                        found.nodes().size(),
                                        found.total(),
                                        String.join(", ", found.nodes())));
        files.put("inputs.safetensors, *.bin", "what flows into them, of the case's first batch");
        files.put("reference.safetensors", "what they should compute: ONNX Runtime on the CPU");
        files.put("environment.json", "the machine");
        files.put("log.txt", "what was tried");
        String list =
                files.entrySet().stream()
                        .filter(entry -> isThere(entry.getKey()))
                        .map(entry -> "- `%s`: %s%n".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining());
        return """
        # %s

        %s

        %s
        Commands, in this folder:

        ```sh
        %s
        ```
        """
                .formatted(
                        it.id(),
                        found.failure()
                                .map(why -> "The engine fails:\n\n```\n" + why + "\n```")
                                .orElse("The engine is built and runs."),
                        list,
                        String.join("\n", lines.commands()));
    }

    private boolean isThere(String name) {
        return name.startsWith("log")
                || Files.exists(root.resolve(List.of(name.split(",")).getFirst()));
    }
}
