package dev.assay.core.verdict;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

/// Compares a run with an earlier, accepted one of the same environment.
///
/// The replicates are the forks: Welch's interval on the difference of the means of their log
/// medians. A run that is not in the same session cannot tell code from machine, so a change seen
/// here is a suspicion, INCONCLUSIVE, never REGRESSED; within the margin it is UNCHANGED.
public final class StoredBaseline implements BaselineComparison {
    /// Changes below 3 % are not promised to be seen.
    public static final double MARGIN = 0.03;

    /// The reason of a run that seems slower than the accepted one.
    static final String SUSPECT = "SUSPECT";

    private static final double CONFIDENCE = 0.90;

    private final Map<CaseId, BaselineRow> rows = new TreeMap<>();

    public StoredBaseline(List<BaselineRow> rows) {
        rows.forEach(row -> this.rows.put(row.caseId(), row));
    }

    @Override
    public Optional<SpeedVerdict> compare(CaseSummary summary) {
        return Optional.ofNullable(rows.get(summary.caseId()))
                .map(row ->
                        row.boundary() == summary.boundary()
                                ? judge(
                                        logs(row.forkMedianSeconds()),
                                        logs(summary.forkMedianSeconds()))
                                : otherBoundary(row, summary));
    }

    private static SpeedVerdict otherBoundary(BaselineRow row, CaseSummary summary) {
        return new SpeedVerdict(
                Verdict.INCONCLUSIVE,
                "BOUNDARY",
                "the accepted run measured %s, this one %s: nothing compares across boundaries"
                        .formatted(row.boundary(), summary.boundary()),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static SpeedVerdict judge(double[] before, double[] after) {
        double difference = new Mean().evaluate(after) - new Mean().evaluate(before);
        if (before.length < 2 || after.length < 2) {
            return verdict(
                    Verdict.INCONCLUSIVE, "FORKS", "one fork has no spread", difference, 0, false);
        }
        double halfWidth = halfWidth(before, after);
        double low = Math.expm1(difference - halfWidth);
        double high = Math.expm1(difference + halfWidth);
        if (low > -MARGIN && high < MARGIN) {
            return verdict(
                    Verdict.UNCHANGED, "WITHIN_MARGIN", "within 3 %", difference, halfWidth, true);
        }
        if (low > 0 && Math.expm1(difference) >= MARGIN) {
            return verdict(
                    Verdict.INCONCLUSIVE,
                    SUSPECT,
                    "slower than the accepted run; only a comparison in one session can tell"
                            + " code from machine",
                    difference,
                    halfWidth,
                    true);
        }
        if (high < 0 && Math.expm1(difference) <= -MARGIN) {
            return verdict(
                    Verdict.INCONCLUSIVE,
                    "SUSPECT_FASTER",
                    "faster than the accepted run; only a comparison in one session can tell"
                            + " code from machine",
                    difference,
                    halfWidth,
                    true);
        }
        return verdict(
                Verdict.INCONCLUSIVE,
                "NOISE",
                "the forks vary too much to place the change within or beyond 3 %",
                difference,
                halfWidth,
                true);
    }

    private static double halfWidth(double[] before, double[] after) {
        double variance = new Variance().evaluate(before) / before.length;
        double other = new Variance().evaluate(after) / after.length;
        double sum = variance + other;
        if (sum == 0) {
            return 0;
        }
        double freedom =
                sum
                        * sum
                        / (variance * variance / (before.length - 1)
                                + other * other / (after.length - 1));
        double quantile =
                new TDistribution(freedom).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
        return quantile * Math.sqrt(sum);
    }

    private static SpeedVerdict verdict(
            Verdict verdict,
            String reason,
            String detail,
            double difference,
            double halfWidth,
            boolean interval) {
        return new SpeedVerdict(
                verdict,
                reason,
                detail,
                OptionalDouble.of(Math.expm1(difference)),
                interval
                        ? OptionalDouble.of(Math.expm1(difference - halfWidth))
                        : OptionalDouble.empty(),
                interval
                        ? OptionalDouble.of(Math.expm1(difference + halfWidth))
                        : OptionalDouble.empty());
    }

    private static double[] logs(List<Double> seconds) {
        return seconds.stream().mapToDouble(Math::log).toArray();
    }
}
