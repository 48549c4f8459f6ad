package dev.assay.accuracy.image;

import dev.assay.core.AssayException;
import dev.assay.core.stats.PairwiseSum;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Structural similarity (Wang et al., Image Quality Assessment, 2004) as pytorch_msssim computes
/// it: an 11x11 Gaussian window of sigma 1.5, only where it lies wholly inside the image, K1 = 0.01
/// and K2 = 0.03, the mean over the map of each channel, then over the channels.
///
/// Another number than scikit-image's default, which has a uniform 7x7 window and sample
/// covariances.
final class Ssim {
    private static final int SIZE = 11;
    private static final double SIGMA = 1.5;
    private static final double K1 = 0.01;
    private static final double K2 = 0.03;
    private static final int MOMENTS = 5;
    private static final double[] WINDOW = window();

    private final double[] a;
    private final double[] b;
    private final int width;
    private final int columns;
    private final int start;
    private final double c1;
    private final double c2;
    // The last SIZE rows of the five moments, smoothed along the row.
    private final double[][][] smoothed;
    private final double[] products;
    private final double[][] sums;

    private Ssim(Picture a, Picture b, int channel, double range) {
        this.a = a.values();
        this.b = b.values();
        this.width = a.width();
        this.columns = width - SIZE + 1;
        this.start = channel * a.pixels();
        this.c1 = K1 * range * (K1 * range);
        this.c2 = K2 * range * (K2 * range);
        this.smoothed = new double[SIZE][MOMENTS][columns];
        this.products = new double[width];
        this.sums = new double[MOMENTS][columns];
    }

    /// @param range between the smallest and the largest value of a pixel
    /// @throws AssayException if the window does not fit into the images
    static double of(Picture a, Picture b, double range) {
        return mean(byChannel(a, b, range));
    }

    /// The mean of the channels' values.
    static double mean(double[] channels) {
        return PairwiseSum.of(channels) / channels.length;
    }

    /// The mean over the map of each channel, likewise.
    static double[] byChannel(Picture a, Picture b, double range) {
        if (a.height() < SIZE || a.width() < SIZE) {
            throw AssayException.data(
                    "ssim needs %sx%s pixels at least, %sx%s are left of the image"
                            .formatted(SIZE, SIZE, a.height(), a.width()));
        }
        return IntStream.range(0, a.channels())
                .parallel()
                .mapToDouble(channel -> new Ssim(a, b, channel, range).mean(a.height()))
                .toArray();
    }

    private double mean(int height) {
        int rows = height - SIZE + 1;
        double[] ofRows = new double[rows];
        for (int y = 0; y < height; y++) {
            smoothRow(y);
            if (y >= SIZE - 1) {
                ofRows[y - SIZE + 1] = row(y - SIZE + 1);
            }
        }
        return PairwiseSum.of(ofRows) / ((double) rows * columns);
    }

    /// Smooths the moments of an image row along the row.
    private void smoothRow(int y) {
        int from = start + y * width;
        double[][] target = smoothed[y % SIZE];
        for (int moment = 0; moment < MOMENTS; moment++) {
            for (int x = 0; x < width; x++) {
                products[x] = moment(moment, a[from + x], b[from + x]);
            }
            double[] sum = target[moment];
            Arrays.fill(sum, 0);
            for (int k = 0; k < SIZE; k++) {
                double weight = WINDOW[k];
                for (int x = 0; x < columns; x++) {
                    sum[x] += weight * products[x + k];
                }
            }
        }
    }

    private static double moment(int moment, double a, double b) {
        return switch (moment) {
            case 0 -> a;
            case 1 -> b;
            case 2 -> a * a;
            case 3 -> b * b;
            default -> a * b;
        };
    }

    /// Smooths across the rows and sums the similarities of one row of the map.
    private double row(int first) {
        for (int moment = 0; moment < MOMENTS; moment++) {
            double[] sum = sums[moment];
            Arrays.fill(sum, 0);
            for (int k = 0; k < SIZE; k++) {
                double weight = WINDOW[k];
                double[] source = smoothed[(first + k) % SIZE][moment];
                for (int x = 0; x < columns; x++) {
                    sum[x] += weight * source[x];
                }
            }
        }
        double total = 0;
        for (int x = 0; x < columns; x++) {
            total += similarity(x);
        }
        return total;
    }

    private double similarity(int x) {
        double meanA = sums[0][x];
        double meanB = sums[1][x];
        double varianceA = sums[2][x] - meanA * meanA;
        double varianceB = sums[3][x] - meanB * meanB;
        double covariance = sums[4][x] - meanA * meanB;
        double structure = (2 * covariance + c2) / (varianceA + varianceB + c2);
        return (2 * meanA * meanB + c1) / (meanA * meanA + meanB * meanB + c1) * structure;
    }

    private static double[] window() {
        double[] window = new double[SIZE];
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            double offset = i - SIZE / 2;
            window[i] = Math.exp(-offset * offset / (2 * SIGMA * SIGMA));
            sum += window[i];
        }
        for (int i = 0; i < SIZE; i++) {
            window[i] /= sum;
        }
        return window;
    }
}
