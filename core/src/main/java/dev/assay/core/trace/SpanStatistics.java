package dev.assay.core.trace;

import dev.assay.core.AssayException;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.PairwiseSum;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/// What trtexec prints of one span of many queries, in seconds.
///
/// Sums are taken in double precision; trtexec adds single-precision milliseconds, so its mean may
/// differ in the last digits it prints.
///
/// @param coefficientOfVariation standard deviation of all values by their mean
public record SpanStatistics(
        double min,
        double max,
        double mean,
        double median,
        double coefficientOfVariation,
        List<Quantile> quantiles) {
    private static final List<Double> PERCENTAGES = List.of(90.0, 95.0, 99.0);

    public SpanStatistics {
        quantiles = List.copyOf(quantiles);
    }

    /// One percentile by two rules.
    ///
    /// @param trtexec a value of the set, found as trtexec finds it
    /// @param interpolated between two values, as in all of Assay's reports
    public record Quantile(double percentage, double trtexec, double interpolated) {}

    /// @throws AssayException if there are no values or one is NaN
    public static SpanStatistics of(double[] seconds) {
        if (seconds.length == 0) {
            throw AssayException.data("There are no times to sum up");
        }
        Percentile interpolated = Distribution.quantiles(seconds);
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        double mean = PairwiseSum.of(sorted) / sorted.length;
        double[] squares = Arrays.stream(sorted).map(it -> (it - mean) * (it - mean)).toArray();
        double deviation = Math.sqrt(PairwiseSum.of(squares) / sorted.length);
        return new SpanStatistics(
                sorted[0],
                sorted[sorted.length - 1],
                mean,
                interpolated.evaluate(50),
                // Spans that are all 0, such as copies that were not made, do not vary.
                mean == 0 ? 0 : deviation / mean,
                PERCENTAGES.stream()
                        .map(percentage ->
                                new Quantile(
                                        percentage,
                                        sorted[trtexecIndex(percentage, sorted.length)],
                                        interpolated.evaluate(percentage)))
                        .toList());
    }

    /// trtexec leaves out as many of the largest values as the percentage says and takes the next.
    ///
    /// It counts in single precision, which is visible: of 100 values its 99th percentile is the
    /// largest, because a hundredth of them comes out just below 1.
    static int trtexecIndex(double percentage, int count) {
        int excluded = (int) ((1 - (float) percentage / 100) * count);
        return Math.max(count - 1 - excluded, 0);
    }
}
