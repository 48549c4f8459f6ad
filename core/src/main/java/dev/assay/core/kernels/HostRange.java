package dev.assay.core.kernels;

/// A stretch of time on a host thread that a library named (NVTX).
///
/// @param startNanos on the tracer's clock
/// @param endNanos likewise
public record HostRange(String name, int thread, long startNanos, long endNanos) {
    boolean holds(HostCall call) {
        return call.thread() == thread
                && startNanos <= call.startNanos()
                && call.endNanos() <= endNanos;
    }

    long nanos() {
        return endNanos - startNanos;
    }
}
