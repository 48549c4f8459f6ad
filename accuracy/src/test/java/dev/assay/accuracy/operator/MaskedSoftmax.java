package dev.assay.accuracy.operator;

import java.util.LinkedHashMap;
import java.util.Map;

/// Softmax over keys of which some are padding, `[B, H, S]` with a mask `[B, S]`: masked keys get
/// probability 0, as PyTorch's `key_padding_mask` does where it is `true`.
public final class MaskedSoftmax {
    private static final double UNIT = 0x1p-24;

    private MaskedSoftmax() {}

    /// @param x scores `[B, H, S]`
    /// @param masked `[B, S]`; at least one key of each batch row is not
    public static OperatorResult of(float[] x, boolean[] masked, int batch, int heads, int keys) {
        Map<String, OperatorResult.Output> mistakes = new LinkedHashMap<>();
        mistakes.put(
                "the mask's polarity is inverted",
                softmax(x, batch, heads, keys, (b, h, s) -> !masked[b * keys + s]));
        mistakes.put("the mask is ignored", softmax(x, batch, heads, keys, (b, h, s) -> false));
        mistakes.put(
                "every row of the batch uses the first row's mask",
                softmax(x, batch, heads, keys, (b, h, s) -> masked[s]));
        mistakes.put(
                "the mask is indexed by head instead of by batch row",
                softmax(x, batch, heads, keys, (b, h, s) -> masked[h % batch * keys + s]));
        return new OperatorResult(
                softmax(x, batch, heads, keys, (b, h, s) -> masked[b * keys + s]), mistakes);
    }

    /// A rounding of `x - max` moves the exponential by as much, relatively; the sum of S terms and
    /// the division add a few units.
    private static double[] bound(float[] x, double[] expected) {
        double largest = 0;
        for (float value : x) {
            largest = Math.max(largest, Math.abs(value));
        }
        double[] bound = new double[expected.length];
        for (int i = 0; i < bound.length; i++) {
            bound[i] = UNIT * expected[i] * (4 * largest + 16) + Float.MIN_NORMAL;
        }
        return bound;
    }

    @FunctionalInterface
    private interface Mask {
        boolean hides(int batch, int head, int key);
    }

    private static OperatorResult.Output softmax(
            float[] x, int batch, int heads, int keys, Mask mask) {
        double[] y = new double[x.length];
        for (int b = 0; b < batch; b++) {
            for (int h = 0; h < heads; h++) {
                int start = (b * heads + h) * keys;
                double max = Double.NEGATIVE_INFINITY;
                for (int s = 0; s < keys; s++) {
                    max = mask.hides(b, h, s) ? max : Math.max(max, x[start + s]);
                }
                double sum = 0;
                for (int s = 0; s < keys; s++) {
                    y[start + s] = mask.hides(b, h, s) ? 0 : Math.exp(x[start + s] - max);
                    sum += y[start + s];
                }
                for (int s = 0; s < keys; s++) {
                    y[start + s] /= sum;
                }
            }
        }
        return new OperatorResult.Output(y, bound(x, y));
    }
}
