package dev.assay.cli.imports;

import static java.util.Objects.requireNonNull;

import dev.assay.core.suite.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a user wants to be imported.
///
/// @param name of the suite and its model
/// @param references files of stored outputs, perhaps with the inputs in them
/// @param names of the model by the names in the files
/// @param runner of a Polygraphy file
/// @param gpu whether TensorRT is installed here
/// @param out folder to make
public record ImportRequest(
        String name,
        Path onnx,
        Optional<Path> torchscript,
        List<Path> inputs,
        List<Path> references,
        List<Path> calibration,
        Map<String, String> names,
        Optional<String> runner,
        List<Precision> precisions,
        boolean gpu,
        Path out) {
    /// What suites may be called.
    public static final String NAME = "[a-z0-9][a-z0-9._-]*";

    public ImportRequest {
        requireNonNull(name, "name is null");
        onnx = onnx.toAbsolutePath().normalize();
        torchscript = torchscript.map(it -> it.toAbsolutePath().normalize());
        inputs = List.copyOf(inputs);
        references = List.copyOf(references);
        calibration = List.copyOf(calibration);
        names = Map.copyOf(names);
        precisions = List.copyOf(precisions);
    }

    /// A suite's name from that of a file.
    public static String nameOf(Path file) {
        String name =
                stem(file)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9._-]+", "-")
                        .replaceAll("^[^a-z0-9]+", "");
        return name.isEmpty() ? "model" : name;
    }

    /// The file's name without its suffix.
    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
