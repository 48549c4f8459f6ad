package dev.assay.core.kernels;

import java.util.Optional;

/// One launch of a query, over all queries that were traced.
///
/// @param name of the kernel as it was compiled, or what was copied
/// @param bytes that were copied or set, 0 for kernels
/// @param stream of CUDA, as the tracer numbers them
/// @param offsetSeconds from the beginning of the query's first activity, median
/// @param medianSeconds of its time
/// @param link to the layer that it belongs to, where that is known
public record KernelTime(
        Activity.Kind kind,
        String name,
        String grid,
        String block,
        long bytes,
        int stream,
        double offsetSeconds,
        double medianSeconds,
        double meanSeconds,
        double minSeconds,
        double maxSeconds,
        Optional<LayerLink> link) {
    private static final int LONG_NAME = 72;

    /// The kernel without parameters and template arguments, and not too long to read.
    public String shortName() {
        String bare = KernelName.readable(name);
        return bare.length() <= LONG_NAME ? bare : bare.substring(0, LONG_NAME - 1) + "…";
    }

    Activity.Signature signature() {
        return new Activity.Signature(kind, name, grid, block, bytes);
    }

    KernelTime with(Optional<LayerLink> other) {
        return new KernelTime(
                kind,
                name,
                grid,
                block,
                bytes,
                stream,
                offsetSeconds,
                medianSeconds,
                meanSeconds,
                minSeconds,
                maxSeconds,
                other);
    }
}
