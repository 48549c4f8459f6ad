package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import dev.assay.core.detection.DetectionTask;
import dev.assay.core.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model of a suite, with one set of stored rows. All paths are absolute.
///
/// A model that is measured on several sets has several of these under one id, of different shapes
/// and otherwise alike.
///
/// @param onnxVariants files to load instead of `onnx` for a precision, such as Q/DQ models
/// @param torchscriptOutputs names of what the module returns, in order; empty where it returns a
///   dictionary or the usual names will do
/// @param python what makes the network in Python
/// @param inputs tensors by input name, each `[N, …]`: N different rows
/// @param references stored PyTorch outputs of exactly those rows; without them the model is
///   UNCHECKED
/// @param calibration other rows in the network's own range, to find INT8 ranges with
/// @param shapes of one input row, for example `[3, 96, 90]`
/// @param image how image outputs are scored and shown
/// @param tolerances override the suite's
/// @param detection images to score a detector on; there for models of that task
/// @param range that the network's inputs have to lie in, and at least half fill
/// @param derived what is said of files that are made from `onnx`
/// @param axes what it says of batches and shapes beyond the suite
/// @param madeBy what makes its files, where they need not be here
public record ModelSpec(
        String id,
        Optional<Path> onnx,
        Map<Precision, Path> onnxVariants,
        Optional<Path> torchscript,
        List<String> torchscriptOutputs,
        Optional<PythonFactory> python,
        Path inputs,
        Optional<Path> references,
        Optional<Path> calibration,
        List<Shape> shapes,
        TaskKind task,
        ImageTask image,
        Map<Precision, Tolerance> tolerances,
        Optional<DetectionTask> detection,
        Optional<PixelRange> range,
        DerivedFiles derived,
        ModelAxes axes,
        Optional<MadeBy> madeBy) {
    public ModelSpec {
        requireNonNull(id, "id is null");
        requireNonNull(python, "python is null");
        requireNonNull(inputs, "inputs is null");
        requireNonNull(task, "task is null");
        requireNonNull(image, "image is null");
        requireNonNull(derived, "derived is null");
        requireNonNull(axes, "axes is null");
        requireNonNull(madeBy, "madeBy is null");
        torchscriptOutputs = List.copyOf(torchscriptOutputs);
        shapes = List.copyOf(shapes);
        tolerances = Map.copyOf(tolerances);
        onnxVariants = Map.copyOf(onnxVariants);
    }

    /// A model whose outputs are compared and nothing else.
    public ModelSpec(
            String id,
            Optional<Path> onnx,
            Map<Precision, Path> onnxVariants,
            Optional<Path> torchscript,
            Path inputs,
            Optional<Path> references,
            Optional<Path> calibration,
            List<Shape> shapes,
            TaskKind task,
            Map<Precision, Tolerance> tolerances) {
        this(
                id,
                onnx,
                onnxVariants,
                torchscript,
                List.of(),
                Optional.empty(),
                inputs,
                references,
                calibration,
                shapes,
                task,
                ImageTask.NONE,
                tolerances,
                Optional.empty(),
                Optional.empty(),
                DerivedFiles.NONE,
                ModelAxes.OF_SUITE,
                Optional.empty());
    }

    /// Whether the two are one model with other rows.
    boolean sameButForRows(ModelSpec other) {
        return id.equals(other.id)
                && onnx.equals(other.onnx)
                && onnxVariants.equals(other.onnxVariants)
                && torchscript.equals(other.torchscript)
                && torchscriptOutputs.equals(other.torchscriptOutputs)
                && python.equals(other.python);
    }

    /// The file that an engine of this format loads for a precision, if the model has it.
    public Optional<Path> file(ModelFormat format, Precision precision) {
        return switch (format) {
            case ONNX -> Optional.ofNullable(onnxVariants.get(precision)).or(() -> onnx);
            case TORCHSCRIPT -> torchscript;
            case PYTHON -> python.map(PythonFactory::file).or(() -> torchscript);
            case STORED_OUTPUTS -> references;
        };
    }

    /// The model with nothing to compare its outputs with: it computes something else on purpose.
    ModelSpec unchecked() {
        return new ModelSpec(
                id,
                onnx,
                onnxVariants,
                torchscript,
                torchscriptOutputs,
                python,
                inputs,
                Optional.empty(),
                calibration,
                shapes,
                TaskKind.TENSOR,
                ImageTask.NONE,
                tolerances,
                Optional.empty(),
                range,
                derived,
                axes,
                madeBy);
    }
}
