package dev.assay.accuracy.generate.detection;

import java.util.List;

/// One picture and what is in it.
///
/// @param pixels red, green and blue of each pixel, row-major [H, W, 3]
public record DetectionImage(int height, int width, byte[] pixels, List<Instance> instances) {
    public DetectionImage {
        instances = List.copyOf(instances);
    }

    /// An object, or a crowd of them of one category.
    public record Instance(Category category, boolean crowd, VisibleMask mask) {}
}
