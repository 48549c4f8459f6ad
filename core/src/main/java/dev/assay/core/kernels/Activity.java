package dev.assay.core.kernels;

/// One thing that the GPU did.
///
/// @param name of the kernel as it was compiled, or what was copied
/// @param startNanos on the tracer's clock
/// @param endNanos likewise
/// @param stream of CUDA that it ran in
/// @param graphNode of the CUDA graph that it was a node of, 0 if of none
/// @param correlation with the host's call that launched it; one call launches a whole graph
/// @param grid blocks, `x,y,z`; empty for copies
/// @param block threads, `x,y,z`; empty for copies
/// @param bytes that were copied or set, 0 for kernels
public record Activity(
        Kind kind,
        String name,
        long startNanos,
        long endNanos,
        int stream,
        long graphNode,
        int correlation,
        String grid,
        String block,
        long bytes) {
    /// What was done.
    public enum Kind {
        KERNEL,
        COPY,
        SET
    }

    public double seconds() {
        return (endNanos - startNanos) / 1e9;
    }

    /// The same for every run of one launch.
    Signature signature() {
        return new Signature(kind, name, grid, block, bytes);
    }

    /// What tells launches apart.
    record Signature(Kind kind, String name, String grid, String block, long bytes) {}
}
