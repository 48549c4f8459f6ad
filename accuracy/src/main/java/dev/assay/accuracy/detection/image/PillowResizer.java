package dev.assay.accuracy.detection.image;

import dev.assay.core.detection.Extent;
import java.util.Arrays;

/// Pillow's bilinear resize, bit for bit.
///
/// After `src/libImaging/Resample.c` of Pillow 12: weights of a triangle as wide as the scale, cut
/// at the border and summing to one, in fixed point of 22 bits; first along rows, then along
/// columns, each rounded to 8 bits. A direction that keeps its size is left out.
final class PillowResizer {
    private static final int PRECISION = 22;
    private static final int HALF = 1 << (PRECISION - 1);

    private PillowResizer() {}

    static Pixels resize(Pixels image, Extent size) {
        float[] values = image.values();
        int height = image.size().height();
        int width = image.size().width();
        if (size.width() != width) {
            values = alongRows(values, height, width, Taps.of(width, size.width()));
        }
        if (size.height() != height) {
            values = alongColumns(values, size.width(), Taps.of(height, size.height()));
        }
        return new Pixels(size, values);
    }

    private static float[] alongRows(float[] values, int height, int width, Taps taps) {
        float[] resized = new float[height * taps.count() * Pixels.CHANNELS];
        int at = 0;
        for (int y = 0; y < height; y++) {
            int row = y * width * Pixels.CHANNELS;
            for (int x = 0; x < taps.count(); x++) {
                int from = row + taps.first()[x] * Pixels.CHANNELS;
                for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
                    resized[at++] = sum(values, from + channel, Pixels.CHANNELS, taps.weights()[x]);
                }
            }
        }
        return resized;
    }

    private static float[] alongColumns(float[] values, int width, Taps taps) {
        int row = width * Pixels.CHANNELS;
        float[] resized = new float[taps.count() * row];
        int[] sums = new int[row];
        for (int y = 0; y < taps.count(); y++) {
            Arrays.fill(sums, HALF);
            int[] weights = taps.weights()[y];
            for (int tap = 0; tap < weights.length; tap++) {
                int from = (taps.first()[y] + tap) * row;
                int weight = weights[tap];
                for (int i = 0; i < row; i++) {
                    sums[i] += (int) values[from + i] * weight;
                }
            }
            for (int i = 0; i < row; i++) {
                resized[y * row + i] = clip(sums[i]);
            }
        }
        return resized;
    }

    private static int sum(float[] values, int from, int stride, int[] weights) {
        int sum = HALF;
        for (int tap = 0; tap < weights.length; tap++) {
            sum += (int) values[from + tap * stride] * weights[tap];
        }
        return clip(sum);
    }

    private static int clip(int sum) {
        return Math.clamp(sum >> PRECISION, 0, 255);
    }

    /// Which source pixels make each new pixel, and how much of each.
    private record Taps(int[] first, int[][] weights) {
        static Taps of(int from, int to) {
            double scale = (double) from / to;
            double widening = Math.max(scale, 1);
            double narrowing = 1 / widening;
            int[] first = new int[to];
            int[][] weights = new int[to][];
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                int low = Math.max(0, (int) (centre - widening + 0.5));
                int high = Math.min(from, (int) (centre + widening + 0.5));
                double[] exact = new double[high - low];
                double sum = 0;
                for (int tap = 0; tap < exact.length; tap++) {
                    double distance = Math.abs((tap + low - centre + 0.5) * narrowing);
                    exact[tap] = distance < 1 ? 1 - distance : 0;
                    sum += exact[tap];
                }
                first[i] = low;
                weights[i] = new int[exact.length];
                for (int tap = 0; tap < exact.length; tap++) {
                    double weight = sum == 0 ? exact[tap] : exact[tap] / sum;
                    weights[i][tap] = (int) (0.5 + weight * (1 << PRECISION));
                }
            }
            return new Taps(first, weights);
        }

        int count() {
            return first.length;
        }
    }
}
