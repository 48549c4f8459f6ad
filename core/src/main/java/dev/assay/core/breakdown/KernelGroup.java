package dev.assay.core.breakdown;

import java.util.List;

/// All launches of one kernel.
///
/// @param layers that they belong to, as far as it is known, in their order
/// @param share of the time of all kernels
/// @param foreign whether all of these layers lie inside Myelin
public record KernelGroup(
        String name,
        String shortName,
        int launches,
        double seconds,
        double share,
        List<String> layers,
        boolean foreign) {
    public KernelGroup {
        layers = List.copyOf(layers);
    }
}
