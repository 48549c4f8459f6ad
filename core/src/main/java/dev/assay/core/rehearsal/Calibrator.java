package dev.assay.core.rehearsal;

import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.ComparisonRow;
import dev.assay.core.noise.CalibrationRow;
import dev.assay.core.stats.inference.Interval;
import dev.assay.core.stats.inference.Welch;
import dev.assay.core.verdict.ab.DecisionPolicy;
import dev.assay.core.verdict.ab.Sensitivity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

/// Finds a case's noise from a comparison of a suite with itself.
public final class Calibrator {
    private Calibrator() {}

    /// @param row of a comparison whose subjects are the same
    /// @param run its id
    /// @return empty where a side has fewer than two replicates
    public static Optional<CalibrationRow> calibrate(ComparisonRow row, String run, Instant when) {
        double[] a = logs(row.aSeconds());
        double[] b = logs(row.bSeconds());
        if (Math.min(a.length, b.length) < 2) {
            return Optional.empty();
        }
        int freedom = a.length + b.length - 2;
        double deviation =
                Math.sqrt(
                        (new Variance().evaluate(a) * (a.length - 1)
                                        + new Variance().evaluate(b) * (b.length - 1))
                                / freedom);
        Welch welch = Welch.of(a, b);
        Interval interval =
                welch.interval(1 - 2 * DecisionPolicy.DEFAULTS.equivalenceAlpha()).map(Math::expm1);
        double change = Math.expm1(welch.difference());
        boolean unexplained = interval.low() > 0 || interval.high() < 0;
        return Optional.of(
                new CalibrationRow(
                        CalibrationRow.SCHEMA,
                        row.caseId(),
                        row.boundary(),
                        run,
                        when,
                        deviation,
                        freedom,
                        change,
                        unexplained ? Math.abs(change) : 0,
                        Math.min(a.length, b.length),
                        new Sensitivity(deviation, row.margin(), 1, DecisionPolicy.DEFAULTS)
                                .smallestVisible(a.length, b.length)));
    }

    /// Whether a comparison is one of equal subjects.
    public static boolean accepts(ComparisonPlan plan) {
        return plan.a().equals(plan.b());
    }

    private static double[] logs(List<Double> seconds) {
        return seconds.stream().mapToDouble(Math::log).toArray();
    }
}
