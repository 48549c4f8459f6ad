package dev.assay.core.stats;

import dev.assay.core.AssayException;
import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.apache.commons.math3.stat.ranking.NaNStrategy;

/// What is reported of a set of non-negative errors.
///
/// Quantiles interpolate linearly at index `q(n-1)` of the sorted values (type R-7, as NumPy does);
/// the median of an even count is the mean of the two middles. A NaN among the values is an error.
public record Distribution(double max, double mean, double median, double p99, double p999) {

    /// @throws AssayException if there are no values; an empty tensor has no errors to describe
    public static Distribution of(double[] values) {
        if (values.length == 0) {
            throw AssayException.data("An empty set of errors has no distribution");
        }
        Percentile percentile = quantiles(values);
        double sum = PairwiseSum.of(values);
        return new Distribution(
                Arrays.stream(values).max().orElseThrow(),
                sum / values.length,
                percentile.evaluate(50),
                percentile.evaluate(99),
                percentile.evaluate(99.9));
    }

    /// The quantile estimator that every report of Assay uses, loaded with the values.
    ///
    /// @throws AssayException if a value is NaN; Percentile itself skips that check on stored data
    public static Percentile quantiles(double[] values) {
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            throw AssayException.data("A set of values with a NaN has no quantiles");
        }
        Percentile percentile =
                new Percentile()
                        .withEstimationType(EstimationType.R_7)
                        .withNaNStrategy(NaNStrategy.FAILED);
        percentile.setData(values);
        return percentile;
    }
}
