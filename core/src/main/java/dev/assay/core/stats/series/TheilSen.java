package dev.assay.core.stats.series;

import dev.assay.core.AssayException;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.inference.Interval;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.NormalDistribution;

/// A straight line through a series that outliers do not turn.
///
/// The slope is the median of the slopes of all pairs (H. Theil 1950; P. K. Sen, *Estimates of the
/// regression coefficient based on Kendall's tau*, 1968), the intercept the median of `y` minus the
/// slope times the median of `x`. The interval reaches between order statistics of the slopes at `z
/// · sd(S) / 2` from the middle (Sen, equation 2.6). p is that of the Mann-Kendall test: `S`, the
/// rising minus the falling pairs, against a normal distribution with a correction for ties and for
/// continuity (H. B. Mann 1945; M. G. Kendall, *Rank Correlation Methods*, chapter 4). Both take
/// the values for independent: a series that remembers (an AR(1) of 0.5) drifts by chance far more
/// often than p says.
///
/// A series of n values has `n(n-1)/2` slopes: 780 for 40 nights, half a million for 1,000.
///
/// @param slope per index
/// @param slopeInterval of the confidence asked for
/// @param pValue two-sided, of no drift
public record TheilSen(double slope, double intercept, Interval slopeInterval, double pValue) {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    /// @param series one value an index, at least 3
    public static TheilSen of(double[] series, double confidence) {
        if (series.length < 3 || !Arrays.stream(series).allMatch(Double::isFinite)) {
            throw AssayException.data(
                    "A line needs at least three values, all finite; there are " + series.length);
        }
        int n = series.length;
        double[] slopes = new double[n * (n - 1) / 2];
        double rising = 0;
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[next++] = (series[j] - series[i]) / (j - i);
                rising += Math.signum(series[j] - series[i]);
            }
        }
        Arrays.sort(slopes);
        double slope = median(slopes);
        double deviation = Math.sqrt(varianceOfS(series));
        double z = Math.max(0, Math.abs(rising) - 1) / deviation;
        return new TheilSen(
                slope,
                median(series) - slope * (n - 1) / 2.0,
                interval(slopes, deviation, confidence),
                deviation == 0 ? 1 : 2 * NORMAL.cumulativeProbability(-z));
    }

    /// The change over the whole series, relative to the line's value at its middle.
    public double relativeChange(int length) {
        return slope * (length - 1) / (intercept + slope * (length - 1) / 2.0);
    }

    private static Interval interval(double[] slopes, double deviation, double confidence) {
        double reach = NORMAL.inverseCumulativeProbability((1 + confidence) / 2) * deviation;
        int upper = (int) Math.rint((slopes.length + reach) / 2);
        int lower = (int) Math.rint((slopes.length - reach) / 2) - 1;
        return new Interval(
                slopes[Math.max(lower, 0)], slopes[Math.min(upper, slopes.length - 1)], confidence);
    }

    private static double varianceOfS(double[] series) {
        Map<Double, Integer> counts = new TreeMap<>();
        for (double value : series) {
            counts.merge(value, 1, Integer::sum);
        }
        double variance = term(series.length);
        for (int ties : counts.values()) {
            variance -= term(ties);
        }
        return variance / 18;
    }

    private static double term(int n) {
        return n * (n - 1.0) * (2.0 * n + 5);
    }

    private static double median(double[] values) {
        return Distribution.quantiles(values).evaluate(50);
    }
}
