package dev.assay.core.stats.inference;

import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/// The rank-sum test of two samples (H. B. Mann and D. R. Whitney, *On a test of whether one of two
/// random variables is stochastically larger than the other*, 1947).
///
/// Without ties Commons Statistics counts the exact distribution, `O(n_a · n_b)` numbers of memory.
/// Its exact method quietly becomes the normal approximation as soon as two values are equal, so
/// tied samples are counted here, by {@link RankSums}. Both are exact up to {@value #MOST_EXACT}
/// values a side; beyond, the normal approximation with corrections for ties and continuity is
/// used. Samples in which all values are equal have no ranks and p = 1, where Commons Statistics
/// answers NaN.
///
/// @param u pairs in which the value of a is the larger, ties counting one half
/// @param pValue two-sided
/// @param exact whether p was counted rather than approximated
public record MannWhitney(double u, double pValue, boolean exact) {
    /// The larger side up to which p is exact: a few tens of milliseconds.
    public static final int MOST_EXACT = 50;

    public static MannWhitney test(double[] a, double[] b) {
        return Math.max(a.length, b.length) <= MOST_EXACT ? exact(a, b) : asymptotic(a, b);
    }

    /// Two-sided p from all ways to divide the ranks: twice the smaller tail, at most 1.
    public static MannWhitney exact(double[] a, double[] b) {
        Samples.require(a, b, 1);
        MannWhitneyUTest.Result result =
                MannWhitneyUTest.withDefaults().with(PValueMethod.EXACT).test(a, b);
        double p = result.hasTiedValues() ? RankSums.twoSided(a, b) : result.getPValue();
        return new MannWhitney(result.getStatistic(), p, true);
    }

    /// Two-sided p from the normal distribution, corrected for ties and for continuity.
    public static MannWhitney asymptotic(double[] a, double[] b) {
        Samples.require(a, b, 1);
        MannWhitneyUTest.Result result =
                MannWhitneyUTest.withDefaults().with(PValueMethod.ASYMPTOTIC).test(a, b);
        double p = result.getPValue();
        return new MannWhitney(result.getStatistic(), Double.isNaN(p) ? 1 : p, false);
    }
}
