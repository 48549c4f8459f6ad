package dev.assay.accuracy.detection.image;

import java.nio.file.Path;

/// An image that annotations list.
///
/// @param name as the annotations write it
public record ListedImage(long id, String name, Path file) {}
