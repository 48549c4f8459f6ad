package dev.assay.core.stats.series;

import dev.assay.core.stats.inference.StudentT;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

/// Whether the values before and after an index have one mean, by Student's t test.
///
/// As in Otava the variances divide by n, not n - 1, which makes p a little small on short
/// stretches; thresholds of {@link ChangePointSettings} are thresholds of this p.
final class LevelTest {
    private final double[] values;

    LevelTest(double[] values) {
        this.values = values.clone();
    }

    ChangePoint at(int start, int index, int end) {
        double before = new Mean().evaluate(values, start, index - start);
        double after = new Mean().evaluate(values, index, end - index);
        return new ChangePoint(index, p(start, index, end, after - before), before, after);
    }

    private double p(int start, int index, int end, double difference) {
        int left = index - start;
        int right = end - index;
        if (left + right <= 2) {
            return 1;
        }
        double freedom = left + right - 2.0;
        double pooled =
                ((left - 1) * variance(start, left) + (right - 1) * variance(index, right))
                        / freedom;
        double error = Math.sqrt(pooled * (1.0 / left + 1.0 / right));
        // Equal stretches without spread give 0/0, which StudentT answers with 1.
        return StudentT.twoSided(difference / error, freedom);
    }

    private double variance(int from, int length) {
        return new Variance(false).evaluate(values, from, length);
    }
}
