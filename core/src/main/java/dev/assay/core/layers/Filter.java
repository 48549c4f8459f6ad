package dev.assay.core.layers;

import dev.assay.core.tensor.ElementType;
import java.util.List;
import java.util.Optional;

/// Weights of a convolution.
///
/// @param kernel extents, `[H, W]` for images
/// @param outMaps channels that come out, of all groups
/// @param weights how many there are: outMaps × channels in / groups × kernel
/// @param weightType that they are stored in
/// @param transposed whether it is a deconvolution
public record Filter(
        List<Long> kernel,
        long groups,
        long outMaps,
        long weights,
        Optional<ElementType> weightType,
        boolean transposed) {
    public Filter {
        kernel = List.copyOf(kernel);
    }

    /// Whether each group has one channel.
    public boolean depthwise() {
        return groups > 1 && groups == outMaps;
    }
}
