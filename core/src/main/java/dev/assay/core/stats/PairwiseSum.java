package dev.assay.core.stats;

import java.util.function.IntToDoubleFunction;

/// Sums doubles in blocks of 128 that are combined as a balanced tree.
///
/// The order of additions depends on the count alone, so any number of threads gives the same bits;
/// the rounding error grows with log n instead of n (N. J. Higham, The Accuracy of Floating Point
/// Summation, 1993).
public final class PairwiseSum {
    private static final int BLOCK = 128;

    private PairwiseSum() {}

    public static double of(double[] values) {
        return of(values.length, index -> values[index]);
    }

    /// @param value the summand at an index in `[0, count)`
    public static double of(int count, IntToDoubleFunction value) {
        return sum(0, count, value);
    }

    private static double sum(int from, int to, IntToDoubleFunction value) {
        int count = to - from;
        if (count <= BLOCK) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += value.applyAsDouble(i);
            }
            return sum;
        }
        int blocks = (count + BLOCK - 1) / BLOCK;
        int middle = from + blocks / 2 * BLOCK;
        return sum(from, middle, value) + sum(middle, to, value);
    }
}
