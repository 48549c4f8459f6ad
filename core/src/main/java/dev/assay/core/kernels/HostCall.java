package dev.assay.core.kernels;

/// A call of the host into CUDA.
///
/// @param correlation with what it launched
/// @param startNanos on the tracer's clock
/// @param endNanos likewise
public record HostCall(int correlation, int thread, long startNanos, long endNanos) {}
