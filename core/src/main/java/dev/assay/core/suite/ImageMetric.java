package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;
import java.util.Optional;
import java.util.OptionalDouble;

/// An image score that a suite asks for, with the settings without which its number says nothing.
///
/// @param output that is scored; empty for every output `[N, C, H, W]`
/// @param crop pixels left out along each of the four sides
/// @param clamp to which both images are cut before anything else
/// @param range between the smallest and the largest value a pixel can have; PSNR and SSIM need it
/// @param luma scores the luma of an RGB image instead of its channels
/// @param excludeZeros leaves out what a division by the target has no value for, instead of
///   failing
public record ImageMetric(
        ImageMetricKind kind,
        Optional<String> output,
        int crop,
        Optional<PixelRange> clamp,
        OptionalDouble range,
        boolean luma,
        boolean excludeZeros) {
    public ImageMetric {
        requireNonNull(kind, "kind is null");
        if (crop < 0) {
            throw AssayException.config("crop is " + crop + ", it must be 0 or more pixels");
        }
        if (range.isPresent() && !(range.getAsDouble() > 0)) {
            throw AssayException.config("range is " + range.getAsDouble() + ", it must be > 0");
        }
        if (kind.peaked() && range.isEmpty()) {
            throw AssayException.config(
                    kind.key() + " needs the range of the pixels, e.g. range: 1 or range: 255");
        }
    }

    /// The metric on whole images as they are.
    public static ImageMetric of(ImageMetricKind kind, OptionalDouble range) {
        return new ImageMetric(kind, Optional.empty(), 0, Optional.empty(), range, false, false);
    }
}
