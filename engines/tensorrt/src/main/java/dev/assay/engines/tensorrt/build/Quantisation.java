package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.Precision;
import java.nio.file.Path;

/// Which quantised types a model's own Q/DQ nodes use.
///
/// @param nodes number of them
record Quantisation(int nodes, boolean int8, boolean fp8) {
    /// How the ranges of an engine in this precision are found.
    enum Source {
        NONE,
        QDQ,
        CALIBRATOR
    }

    /// @throws AssayException of kind `UNSUPPORTED` if the model lacks nodes for the precision,
    ///   `ENGINE_BUILD` if its nodes forbid it
    Source sourceFor(Precision precision, boolean stronglyTyped, Path model) {
        if (stronglyTyped) {
            return nodes > 0 ? Source.QDQ : Source.NONE;
        }
        return switch (precision) {
            case FP32, TF32, FP16, BF16 -> {
                if (nodes > 0) {
                    throw failed(
                            "%s has %d quantising nodes and cannot be built as %s: name it as the model's %s file"
                                    .formatted(
                                            model, nodes, precision.slug(), fp8 ? "fp8" : "int8"));
                }
                yield Source.NONE;
            }
            case INT8 -> {
                if (nodes > 0 && !int8) {
                    throw failed(
                            model
                                    + " has quantising nodes, but none of INT8: name it as the"
                                    + " model's fp8 file");
                }
                yield nodes > 0 ? Source.QDQ : Source.CALIBRATOR;
            }
            case FP8 -> {
                if (!fp8) {
                    throw new AssayException(
                            ErrorKind.UNSUPPORTED,
                            "%s has no FP8 Q/DQ nodes, and TensorRT has no calibrator for FP8: find ranges with 'assay quantize --scheme fp8' and name them under 'quantization' of the model, or name a quantised model (opset 19 or newer) under 'onnx-variants'"
                                    .formatted(model));
                }
                yield Source.QDQ;
            }
        };
    }

    private static AssayException failed(String message) {
        return new AssayException(ErrorKind.ENGINE_BUILD, message);
    }
}
