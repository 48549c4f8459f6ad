package dev.assay.accuracy.calibrate;

import dev.assay.core.tensor.TensorData;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;

/// Where to clip a tensor so that 128 levels keep most of its distribution.
///
/// A histogram of |x| in 2048 bins is cut at every 8th bin from 128 on; what lies beyond goes into
/// the last bin. The cut whose histogram in 128 levels, spread over its filled bins, has the least
/// Kullback-Leibler divergence from it is taken. Source: S. Migacz, "8-bit inference with
/// TensorRT", GTC 2017. Bin 0 takes bin 1's count: zeros are exact at every scale and would rule
/// the result.
final class EntropyRange {
    private static final int BINS = 2048;
    private static final int LEVELS = 128;
    private static final int STEP = 8;
    private static final double LEAST = 1e-12;

    private final double top;
    private final long[] counts = new long[BINS];

    /// @param top the largest magnitude
    EntropyRange(double top) {
        this.top = top;
    }

    void add(TensorData tensor) {
        LongToDoubleFunction read = tensor.reader();
        for (long i = 0; i < tensor.elements(); i++) {
            double value = Math.abs(read.applyAsDouble(i));
            // Sums in another order may exceed what was the largest by a rounding.
            counts[(int) Math.min(BINS - 1, value / top * BINS)]++;
        }
    }

    /// The magnitude to clip at.
    double range() {
        double[] histogram = Arrays.stream(counts).asDoubleStream().toArray();
        histogram[0] = histogram[1];
        double least = Double.POSITIVE_INFINITY;
        int kept = BINS;
        for (int bins = LEVELS; bins <= BINS; bins += STEP) {
            double loss = loss(histogram, bins);
            if (loss < least) {
                least = loss;
                kept = bins;
            }
        }
        return top * kept / BINS;
    }

    private static double loss(double[] histogram, int bins) {
        double[] sums = new double[LEVELS];
        int[] filled = new int[LEVELS];
        double total = 0;
        for (int i = 0; i < bins; i++) {
            int level = (int) ((long) i * LEVELS / bins);
            sums[level] += histogram[i];
            filled[level] += histogram[i] > 0 ? 1 : 0;
            total += histogram[i];
        }
        double beyond = 0;
        for (int i = bins; i < BINS; i++) {
            beyond += histogram[i];
        }
        double loss = 0;
        for (int i = 0; i < bins; i++) {
            double reference = histogram[i] + (i == bins - 1 ? beyond : 0);
            if (reference > 0) {
                int level = (int) ((long) i * LEVELS / bins);
                double spread = histogram[i] > 0 ? sums[level] / filled[level] : 0;
                double p = reference / (total + beyond);
                loss += p * Math.log(p / Math.max(spread / total, LEAST));
            }
        }
        return loss;
    }
}
