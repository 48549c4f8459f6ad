package dev.assay.accuracy.detection.image;

/// An image and where it lies in its input.
public record PlacedImage(ListedImage image, Placement placement) {}
