package dev.assay.accuracy.detection.image;

import dev.assay.core.detection.Extent;
import dev.assay.core.detection.Padding;
import dev.assay.core.detection.Preprocess;

/// Where an image lies in the input made of it.
///
/// @param image size of the file
/// @param resized size before padding
/// @param input size after padding
/// @param left padding on the left, pixels of the input
/// @param top padding above, pixels of the input
public record Placement(Extent image, Extent resized, Extent input, int left, int top) {
    public static Placement of(Extent image, Preprocess preprocess) {
        Extent resized = preprocess.resize().of(image);
        Padding padding = preprocess.padding();
        Extent input = padding.of(resized);
        return new Placement(
                image,
                resized,
                input,
                padding.centred() ? (input.width() - resized.width()) / 2 : 0,
                padding.centred() ? (input.height() - resized.height()) / 2 : 0);
    }
}
