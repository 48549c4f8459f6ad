package dev.assay.core.stats;

import java.util.Arrays;

/// Sums and maxima of a chunk's values, one of each for every place in a block.
///
/// Values of the same place add up block by block, and the lanes at the end as a balanced tree: an
/// order that the chunk alone decides, of independent additions that the compiler turns into vector
/// instructions.
final class Lanes {
    final double[] sums = new double[ErrorBlock.SIZE];
    final double[] maxima = new double[ErrorBlock.SIZE];

    /// The sum since the last call. The lanes start again from 0.
    double takeSum() {
        return takeSum(sums);
    }

    /// The largest value since the last call, 0 if there was none.
    double takeMaximum() {
        double largest = 0;
        for (double maximum : maxima) {
            largest = Math.max(largest, maximum);
        }
        Arrays.fill(maxima, 0);
        return largest;
    }

    /// Sums up lanes, which start again from 0.
    static double takeSum(double[] lanes) {
        for (int half = lanes.length / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        double sum = lanes[0];
        Arrays.fill(lanes, 0);
        return sum;
    }
}
