package dev.assay.core.breakdown;

/// What runs in one precision.
///
/// @param precision for example `FP16`; `moves` for what only moves data, `reformats` for what the
///   builder put in, `unknown` for kernels of no known layer
/// @param layers how many
/// @param seconds of their kernels
/// @param share of the time of all kernels, 0 where there are no times
public record PrecisionShare(String precision, int layers, double seconds, double share) {}
