package dev.assay.accuracy.detection.image;

import dev.assay.core.detection.Extent;

/// Bilinear interpolation of the four neighbours of `(x + 0.5) * scale - 0.5`, in FLOAT32.
///
/// The convention of `torch.nn.functional.interpolate(mode="bilinear", align_corners=False,
/// antialias=False)`: what lies left of the first centre takes the first pixel.
final class HalfPixelResizer {
    private HalfPixelResizer() {}

    static Pixels resize(Pixels image, Extent size) {
        Axis rows = Axis.of(image.size().height(), size.height());
        Axis columns = Axis.of(image.size().width(), size.width());
        float[] values = image.values();
        float[] resized = new float[size.height() * size.width() * Pixels.CHANNELS];
        int stride = image.size().width() * Pixels.CHANNELS;
        int at = 0;
        for (int y = 0; y < size.height(); y++) {
            int upper = rows.low()[y] * stride;
            int lower = rows.high()[y] * stride;
            float down = rows.share()[y];
            for (int x = 0; x < size.width(); x++) {
                int left = columns.low()[x] * Pixels.CHANNELS;
                int right = columns.high()[x] * Pixels.CHANNELS;
                float across = columns.share()[x];
                for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
                    float top =
                            mix(
                                    values[upper + left + channel],
                                    values[upper + right + channel],
                                    across);
                    float bottom =
                            mix(
                                    values[lower + left + channel],
                                    values[lower + right + channel],
                                    across);
                    resized[at++] = mix(top, bottom, down);
                }
            }
        }
        return new Pixels(size, resized);
    }

    private static float mix(float first, float second, float share) {
        return first * (1 - share) + second * share;
    }

    /// Both neighbours of each new pixel, and how much the second counts.
    private record Axis(int[] low, int[] high, float[] share) {
        static Axis of(int from, int to) {
            int[] low = new int[to];
            int[] high = new int[to];
            float[] share = new float[to];
            float scale = (float) from / to;
            for (int i = 0; i < to; i++) {
                float source = Math.max(0, scale * (i + 0.5f) - 0.5f);
                low[i] = Math.min((int) source, from - 1);
                high[i] = Math.min(low[i] + 1, from - 1);
                share[i] = Math.clamp(source - low[i], 0f, 1f);
            }
            return new Axis(low, high, share);
        }
    }
}
