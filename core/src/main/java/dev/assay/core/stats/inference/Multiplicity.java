package dev.assay.core.stats.inference;

import dev.assay.core.AssayException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Adjusts the p values of a family of tests, so that each can be held against the rate that the
/// whole family shall keep. Adjusted values stand in the order of the given ones and are at most 1.
public final class Multiplicity {
    private Multiplicity() {}

    /// Keeps the expected share of false rejections: `min over j >= i of m · p_(j) / j` (Y.
    /// Benjamini and Y. Hochberg, *Controlling the false discovery rate*, 1995).
    public static double[] benjaminiHochberg(double[] pValues) {
        return stepUp(pValues, 1);
    }

    /// The same under any dependence of the tests: `m · Σ 1/k` instead of `m` (Y. Benjamini and D.
    /// Yekutieli, *The control of the false discovery rate in multiple testing under dependency*,
    /// 2001).
    public static double[] benjaminiYekutieli(double[] pValues) {
        double harmonic = 0;
        for (int i = 1; i <= pValues.length; i++) {
            harmonic += 1.0 / i;
        }
        return stepUp(pValues, harmonic);
    }

    /// Keeps the probability of any false rejection: `max over j <= i of (m - j + 1) · p_(j)` (S.
    /// Holm, *A simple sequentially rejective multiple test procedure*, 1979).
    public static double[] holm(double[] pValues) {
        double[] adjusted = new double[pValues.length];
        List<Integer> ascending = ascending(pValues);
        double largest = 0;
        for (int rank = 0; rank < pValues.length; rank++) {
            int index = ascending.get(rank);
            largest = Math.max(largest, (pValues.length - rank) * pValues[index]);
            adjusted[index] = Math.min(1, largest);
        }
        return adjusted;
    }

    private static double[] stepUp(double[] pValues, double factor) {
        double[] adjusted = new double[pValues.length];
        List<Integer> ascending = ascending(pValues);
        double smallest = 1;
        for (int rank = pValues.length; rank >= 1; rank--) {
            int index = ascending.get(rank - 1);
            smallest = Math.min(smallest, factor * pValues.length * pValues[index] / rank);
            adjusted[index] = smallest;
        }
        return adjusted;
    }

    private static List<Integer> ascending(double[] pValues) {
        for (double p : pValues) {
            if (!(p >= 0 && p <= 1)) {
                throw AssayException.data("A p value lies in [0, 1], not " + p);
            }
        }
        return IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> pValues[index]))
                .toList();
    }
}
