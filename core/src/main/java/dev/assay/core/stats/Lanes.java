package dev.assay.core.stats;

import java.util.Arrays;

/// Sums and maxima of a chunk's values, one of each for every place in a block.
///
/// Values of the same place add up block by block, and the lanes at the end: an order that the
/// chunk alone decides, of independent additions that the compiler turns into vector instructions.
final class Lanes {
    final double[] sums = new double[ErrorBlock.SIZE];
    final double[] maxima = new double[ErrorBlock.SIZE];

    private static final int STRIPE = ErrorBlock.SIZE / 8;

    private final double[] stripe = new double[STRIPE];

    /// The sum since the last call. The lanes start again from 0.
    double takeSum() {
        double sum = sum(sums, stripe);
        Arrays.fill(sums, 0);
        return sum;
    }

    /// The largest value since the last call, 0 if there was none.
    double takeMaximum() {
        double maximum = maximum(maxima, stripe);
        Arrays.fill(maxima, 0);
        return maximum;
    }

    /// Sums up a block in a fixed order.
    static double sum(double[] x, double[] stripe) {
        for (int i = 0; i < STRIPE; i++) {
            stripe[i] =
                    ((x[i] + x[i + STRIPE]) + (x[i + 2 * STRIPE] + x[i + 3 * STRIPE]))
                            + ((x[i + 4 * STRIPE] + x[i + 5 * STRIPE])
                                    + (x[i + 6 * STRIPE] + x[i + 7 * STRIPE]));
        }
        double even = 0;
        double odd = 0;
        for (int i = 0; i < STRIPE; i += 2) {
            even += stripe[i];
            odd += stripe[i + 1];
        }
        return even + odd;
    }

    private static double maximum(double[] x, double[] stripe) {
        System.arraycopy(x, 0, stripe, 0, STRIPE);
        for (int from = STRIPE; from < ErrorBlock.SIZE; from += STRIPE) {
            for (int i = 0; i < STRIPE; i++) {
                stripe[i] = Math.max(stripe[i], x[from + i]);
            }
        }
        double largest = 0;
        for (double value : stripe) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
