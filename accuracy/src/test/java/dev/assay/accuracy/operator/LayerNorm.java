package dev.assay.accuracy.operator;

import java.util.LinkedHashMap;
import java.util.Map;

/// Layer normalisation of rows of C values: `(x - mean) / sqrt(variance + epsilon)`, with the
/// biased variance, without scale and shift.
public final class LayerNorm {
    /// Half a unit in the last place of 1 in FP32.
    private static final double UNIT = 0x1p-24;

    private LayerNorm() {}

    /// @param x rows after each other, `[rows, C]`
    public static OperatorResult of(float[] x, int channels, double epsilon) {
        Map<String, OperatorResult.Output> mistakes = new LinkedHashMap<>();
        // A float64 field read as float32 gives something like -1e-19.
        mistakes.put(
                "epsilon is ignored, or is its float64 field read as float32",
                each(x, channels, (v, c) -> Math.sqrt(v)));
        mistakes.put(
                "epsilon is added outside the square root",
                each(x, channels, (v, c) -> Math.sqrt(v) + epsilon));
        for (double other : new double[] {1e-3, 1e-5, 1e-6, 1e-12}) {
            if (other != epsilon) {
                mistakes.put(
                        "epsilon is " + other + " instead of " + epsilon,
                        each(x, channels, (v, c) -> Math.sqrt(v + other)));
            }
        }
        mistakes.put(
                "the variance is divided by C - 1",
                each(x, channels, (v, c) -> Math.sqrt(v * c / (c - 1) + epsilon)));
        return new OperatorResult(each(x, channels, (v, c) -> Math.sqrt(v + epsilon)), mistakes);
    }

    @FunctionalInterface
    private interface Divisor {
        double of(double variance, int channels);
    }

    /// The mean is rounded once and its terms once each, which is divided by the deviation; then a
    /// few roundings of the result itself.
    private static OperatorResult.Output each(float[] x, int channels, Divisor divisor) {
        double[] y = new double[x.length];
        double[] bound = new double[x.length];
        for (int start = 0; start < x.length; start += channels) {
            double mean = mean(x, start, channels);
            double deviation = divisor.of(variance(x, start, channels, mean), channels);
            double largest = 0;
            for (int i = start; i < start + channels; i++) {
                largest = Math.max(largest, Math.abs(x[i]));
            }
            for (int i = start; i < start + channels; i++) {
                y[i] = (x[i] - mean) / deviation;
                bound[i] = UNIT * (4 * largest / deviation + 8 * Math.abs(y[i]));
            }
        }
        return new OperatorResult.Output(y, bound);
    }

    private static double mean(float[] x, int start, int channels) {
        double sum = 0;
        for (int i = start; i < start + channels; i++) {
            sum += x[i];
        }
        return sum / channels;
    }

    private static double variance(float[] x, int start, int channels, double mean) {
        double sum = 0;
        for (int i = start; i < start + channels; i++) {
            sum += (x[i] - mean) * (x[i] - mean);
        }
        return sum / channels;
    }
}
