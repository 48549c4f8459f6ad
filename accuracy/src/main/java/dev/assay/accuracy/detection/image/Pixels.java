package dev.assay.accuracy.detection.image;

import dev.assay.core.detection.Extent;

/// An image of three channels, red first, `[H, W, 3]` row-major with 0 to 255 a value.
///
/// @param values of a float each where an interpolation gives fractions; whole numbers otherwise
record Pixels(Extent size, float[] values) {
    static final int CHANNELS = 3;

    Pixels {
        if (values.length != (long) size.height() * size.width() * CHANNELS) {
            throw new IllegalArgumentException(values.length + " values for " + size);
        }
    }
}
