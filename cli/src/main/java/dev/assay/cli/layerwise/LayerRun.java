package dev.assay.cli.layerwise;

import dev.assay.accuracy.layerwise.LayerJob;
import dev.assay.accuracy.layerwise.LayerWorker;
import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.layerwise.LayerReference;
import dev.assay.core.layerwise.LayerWalk;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.ModelFormat;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PreparedEngine;
import dev.assay.onnx.network.BuiltModel;
import dev.assay.onnx.network.MarkedModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Computes the layers of a case's engine and of its reference, and compares them.
///
/// @param given file with the layers of PyTorch
/// @param match pattern of the layers to look at, `*` for any text
/// @param limit of a layer's error; empty for that of its precision
/// @param cpu whether ONNX Runtime computes the network that TensorRT would get
public record LayerRun(
        EngineRuntime runtime,
        Optional<Path> given,
        String match,
        OptionalDouble limit,
        boolean cpu) {
    /// Option of the engines that give out their layers.
    public static final String MARK_LAYERS = "markLayers";

    private static final String CPU = "onnxruntime-cpu";

    /// @param engine library that computed
    /// @param reference what it was compared with
    public record Result(LayerWalk walk, String engine, String reference) {}

    /// @throws AssayException if the engine or its reference cannot be computed
    public Result check(BenchmarkCase it) {
        Path folder = workFolder();
        Path model =
                it.model()
                        .file(ModelFormat.ONNX, Precision.FP32)
                        .orElseThrow(
                                () -> AssayException.config(it.id() + " has no model in FP32"));
        Path marked = folder.resolve("reference.onnx");
        List<String> order = MarkedModel.write(model, marked, this::wanted);
        try (Arena arena = Arena.ofShared()) {
            Path inputs = inputs(it, folder, arena);
            LayerReference reference;
            String source;
            if (given.isPresent()) {
                reference = LayerReference.read(given.get(), order, arena);
                source = String.valueOf(given.get().getFileName());
            } else {
                Path out = folder.resolve("reference.safetensors");
                LayerWorker.Answer answer = run(onCpu(marked, inputs), inputs, folder, out);
                reference = LayerReference.read(out, order, arena);
                source = model.getFileName() + " in " + answer.library();
            }
            Path out = folder.resolve("engine.safetensors");
            LayerWorker.Answer answer = run(engine(it, model, inputs, folder), inputs, folder, out);
            Map<String, TensorData> outputs = TensorFiles.read(out, arena);
            double allowed = limit.orElseGet(() -> LayerWalk.limit(it.precision()));
            LayerWalk walk = LayerWalk.of(matching(reference), outputs, allowed);
            delete(folder);
            return new Result(walk, answer.library(), source);
        }
    }

    private EngineRequest engine(BenchmarkCase it, Path model, Path inputs, Path folder) {
        if (cpu) {
            Path built = folder.resolve("built.onnx");
            BuiltModel.write(model, built);
            Path marked = folder.resolve("engine.onnx");
            MarkedModel.write(built, marked, this::wanted);
            return onCpu(marked, inputs);
        }
        EngineRequest request = EngineRequest.of(it, runtime.catalog());
        Map<String, String> options = new TreeMap<>(request.options());
        options.put(MARK_LAYERS, match);
        return request.withOptions(options);
    }

    private static EngineRequest onCpu(Path model, Path inputs) {
        return new EngineRequest(
                CPU,
                model,
                Precision.FP32,
                inputs,
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                Map.of());
    }

    private LayerWorker.Answer run(EngineRequest request, Path inputs, Path folder, Path out) {
        String engine = request.engine();
        PreparedEngine prepared =
                runtime.build(request, folder.resolve("build-" + engine)).orThrow();
        return runtime.comparing(engine, folder.resolve("run-" + engine))
                .run(
                        LayerWorker.class,
                        new LayerJob(prepared, inputs, out),
                        LayerWorker.Answer.class)
                .orThrow();
    }

    /// One batch: the inputs in the file of the reference, or the first of the case's.
    private Path inputs(BenchmarkCase it, Path folder, Arena arena) {
        ModelInputs stored = ModelInputs.read(it.model().inputs(), it.shape(), arena);
        Map<String, TensorData> batch = new LinkedHashMap<>(stored.batch(0, it.batch(), arena));
        if (given.isPresent()) {
            TensorFiles.read(given.get(), arena)
                    .forEach((name, tensor) -> batch.computeIfPresent(name, (key, old) -> tensor));
        }
        Path file = folder.resolve("inputs.safetensors");
        SafetensorsFile.write(file, new ArrayList<>(batch.values()));
        return file;
    }

    private LayerReference matching(LayerReference reference) {
        Map<String, TensorData> kept = new LinkedHashMap<>(reference.layers());
        kept.keySet().removeIf(name -> !wanted(name));
        return new LayerReference(kept, reference.sampled());
    }

    private boolean wanted(String layer) {
        String regex =
                Pattern.compile("\\*")
                        .splitAsStream(match + "\0")
                        .map(part -> Pattern.quote(part.replace("\0", "")))
                        .collect(Collectors.joining(".*"));
        return layer.matches(regex);
    }

    private static Path workFolder() {
        try {
            return Files.createTempDirectory("assay-layers-");
        } catch (IOException e) {
            throw AssayException.environment("Cannot make a temporary folder: " + e, e);
        }
    }

    /// Where all went well: what is left explains a failure.
    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The system clears its temporary folder.
        }
    }
}
