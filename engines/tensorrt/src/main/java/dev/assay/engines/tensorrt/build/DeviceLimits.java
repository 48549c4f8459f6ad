package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.Precision;

/// Which precisions a GPU computes in.
final class DeviceLimits {
    private DeviceLimits() {}

    /// @param computeCapability for example `8.6`
    /// @throws AssayException of kind `UNSUPPORTED` if the GPU lacks the precision
    static void check(Precision precision, String gpu, String computeCapability) {
        double wanted =
                switch (precision) {
                    case FP8 -> 8.9;
                    case BF16, TF32 -> 8.0;
                    case FP32, FP16, INT8 -> 0;
                };
        if (Double.parseDouble(computeCapability) < wanted) {
            throw new AssayException(
                    ErrorKind.UNSUPPORTED,
                    "%s (compute capability %s) has no %s, which needs %s"
                            .formatted(gpu, computeCapability, precision, wanted));
        }
    }
}
