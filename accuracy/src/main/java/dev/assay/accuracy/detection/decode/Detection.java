package dev.assay.accuracy.detection.decode;

/// One box that was found.
///
/// @param category id
/// @param x left, pixels of the image file, like `y`, `width` and `height`
public record Detection(
        long category, double x, double y, double width, double height, double score) {}
