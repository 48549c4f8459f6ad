package dev.assay.cli.device;

import java.util.Optional;

/// What a driver and a GPU can run of the native libraries that Assay brings: TensorRT 10.6 with
/// CUDA 12.6, for compute capabilities 7.5 to 9.0.
///
/// CUDA 12 needs driver 525 (minor-version compatibility), CUDA 13 needs 580: NVIDIA's CUDA toolkit
/// release notes, table of driver versions.
///
/// @param works whether the engines run
/// @param sentence what to know, and what to do where they do not
public record DriverSupport(boolean works, String sentence) {
    private static final int CUDA_12_DRIVER = 525;
    private static final int CUDA_13_DRIVER = 580;
    private static final double OLDEST = 7.5;
    private static final double NEWEST = 9.0;

    public static DriverSupport of(String driver, String computeCapability) {
        Optional<Double> major = number(driver.split("\\.", -1)[0]);
        Optional<Double> capability = number(computeCapability);
        if (major.isEmpty() || capability.isEmpty()) {
            return new DriverSupport(
                    false, "cannot tell what driver '%s' supports".formatted(driver));
        }
        if (major.get() < CUDA_12_DRIVER) {
            return new DriverSupport(
                    false, "too old for CUDA 12: install driver " + CUDA_12_DRIVER + " or newer");
        }
        if (capability.get() < OLDEST || capability.get() > NEWEST) {
            return new DriverSupport(
                    false,
                    "compute capability %s is outside TensorRT 10.6's 7.5 to 9.0: use a TensorRT of your own with --tensorrt"
                            .formatted(computeCapability));
        }
        return new DriverSupport(
                true,
                major.get() < CUDA_13_DRIVER
                        ? "runs TensorRT 10.6; plugins must be compiled by CUDA 12 (code of CUDA 13"
                                + " needs driver 580)"
                        : "runs TensorRT 10.6, and plugins compiled by CUDA 12 or 13");
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
