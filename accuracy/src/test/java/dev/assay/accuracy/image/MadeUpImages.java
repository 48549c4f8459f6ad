package dev.assay.accuracy.image;

import dev.assay.core.suite.ImageMetric;
import dev.assay.core.suite.ImageMetricKind;
import dev.assay.core.suite.PixelRange;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Images that `make.py` makes too, and short ways to small ones.
final class MadeUpImages {
    private static final long MASK = 0xFFFF_FFFFL;

    private MadeUpImages() {}

    /// @param amount of noise, of which the seed gives another
    static Picture image(
            int channels, int height, int width, int seed, double scale, double amount) {
        double[] values = new double[channels * height * width];
        int next = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double smooth = (triangle(x + 3 * c, 32) + triangle(y + 5 * c, 16)) / 2;
                    double wobble = (noise(c, y, x, seed) - 0.5) * amount;
                    values[next++] = (0.125 + 0.75 * smooth + wobble) * scale;
                }
            }
        }
        return new Picture(channels, height, width, values);
    }

    private static double noise(long channel, long y, long x, long seed) {
        long n = (channel * 73856093L) ^ (y * 19349663L) ^ (x * 83492791L) ^ (seed * 2654435761L);
        n = (n * 2246822519L) & MASK;
        n ^= n >> 15;
        n = (n * 3266489917L) & MASK;
        return (n ^ (n >> 16)) / 0x1p32;
    }

    private static double triangle(int n, int period) {
        int phase = n % period;
        return Math.min(phase, period - phase) * 2.0 / period;
    }

    static Picture picture(int channels, int height, int width, double... values) {
        return new Picture(channels, height, width, values);
    }

    static ImageMetric metric(ImageMetricKind kind) {
        return ImageMetric.of(kind, kind.peaked() ? OptionalDouble.of(1) : OptionalDouble.empty());
    }

    static ImageMetric cropped(ImageMetricKind kind, int crop, Optional<PixelRange> clamp) {
        ImageMetric metric = metric(kind);
        return new ImageMetric(kind, metric.output(), crop, clamp, metric.range(), false, false);
    }

    static ImageMetric luma(ImageMetricKind kind, int crop) {
        return new ImageMetric(
                kind,
                Optional.empty(),
                crop,
                Optional.of(new PixelRange(0, 255)),
                OptionalDouble.of(255),
                true,
                false);
    }

    /// A float64 output `[images, C, H, W]`.
    static TensorData tensor(String name, Picture... images) {
        Picture first = images[0];
        double[] values =
                List.of(images).stream()
                        .flatMapToDouble(it -> Arrays.stream(it.values()))
                        .toArray();
        return new TensorData(
                new TensorSpec(
                        name,
                        ElementType.FLOAT64,
                        Shape.of(images.length, first.channels(), first.height(), first.width())),
                Arena.ofAuto().allocateFrom(ValueLayout.JAVA_DOUBLE, values));
    }
}
