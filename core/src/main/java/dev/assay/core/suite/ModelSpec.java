package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import dev.assay.core.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model of a suite. All paths are absolute.
///
/// @param inputs tensors by input name, each `[N, …]`: N different rows
/// @param references stored PyTorch outputs of exactly those rows; without them the model is
///   UNCHECKED
/// @param shapes of one input row, for example `[3, 96, 90]`
/// @param tolerances override the suite's
public record ModelSpec(
        String id,
        Optional<Path> onnx,
        Optional<Path> torchscript,
        Path inputs,
        Optional<Path> references,
        List<Shape> shapes,
        TaskKind task,
        Map<Precision, Tolerance> tolerances) {
    public ModelSpec {
        requireNonNull(id, "id is null");
        requireNonNull(inputs, "inputs is null");
        requireNonNull(task, "task is null");
        shapes = List.copyOf(shapes);
        tolerances = Map.copyOf(tolerances);
    }

    /// The file that an engine of this format loads, if the model has it.
    public Optional<Path> file(ModelFormat format) {
        return switch (format) {
            case ONNX -> onnx;
            case TORCHSCRIPT -> torchscript;
            case STORED_OUTPUTS -> references;
        };
    }
}
