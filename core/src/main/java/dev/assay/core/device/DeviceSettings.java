package dev.assay.core.device;

/// How a GPU is set up: what its owner can change, and its speed depends on.
///
/// @param powerLimitWatts enforced
/// @param persistence whether the driver stays loaded without clients
/// @param mig whether the GPU is split into instances
/// @param ecc whether its memory is checked, which takes bandwidth on some GPUs
/// @param clockPolicy `default`, or `application clocks 1410 MHz` where `nvidia-smi -ac` set
///   others; clocks that `nvidia-smi -lgc` locked cannot be asked for
public record DeviceSettings(
        double powerLimitWatts, boolean persistence, boolean mig, boolean ecc, String clockPolicy) {
    public static final String DEFAULT_CLOCKS = "default";
}
