package dev.assay.accuracy.coco.match;

/// The mean as `numpy.mean` computes it of contiguous doubles, bit for bit.
///
/// NumPy sums pairwise: up to 128 values in eight strides, more in two halves (`pairwise_sum` in
/// `numpy/_core/src/umath/loops_utils.h.src`, NumPy 2.4). Assay's own statistics use {@link
/// dev.assay.core.stats.PairwiseSum}, which is another order.
public final class NumpyMean {
    private static final int STRIDES = 8;
    private static final int BLOCK = 128;

    private NumpyMean() {}

    /// @param count how many of the values count; 0 gives NaN
    public static double of(double[] values, int count) {
        return (0.0 + sum(values, 0, count)) / count;
    }

    private static double sum(double[] values, int from, int count) {
        if (count < STRIDES) {
            double sum = -0.0;
            for (int i = from; i < from + count; i++) {
                sum += values[i];
            }
            return sum;
        }
        if (count > BLOCK) {
            int half = count / 2 / STRIDES * STRIDES;
            return sum(values, from, half) + sum(values, from + half, count - half);
        }
        double[] sums = new double[STRIDES];
        System.arraycopy(values, from, sums, 0, STRIDES);
        int i = STRIDES;
        for (; i < count - count % STRIDES; i += STRIDES) {
            for (int stride = 0; stride < STRIDES; stride++) {
                sums[stride] += values[from + i + stride];
            }
        }
        double sum =
                ((sums[0] + sums[1]) + (sums[2] + sums[3]))
                        + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
        for (; i < count; i++) {
            sum += values[from + i];
        }
        return sum;
    }
}
