package dev.assay.accuracy;

import dev.assay.core.run.AccuracyResult;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.Tolerance;
import java.util.ArrayList;
import java.util.List;

/// Holds error statistics against a tolerance. Values that are not finite fail before any tolerance
/// is looked at.
final class OutputJudge {
    private final Tolerance tolerance;

    OutputJudge(Tolerance tolerance) {
        this.tolerance = tolerance;
    }

    AccuracyResult judge(String output, String view, TensorPairs pairs) {
        ErrorStatistics statistics = ErrorCalculator.calculate(pairs);
        List<String> violations = new ArrayList<>();
        if (statistics.nonFiniteMismatches() > 0) {
            violations.add(
                    "%d of %d values are NaN or infinite on one side only"
                            .formatted(statistics.nonFiniteMismatches(), statistics.n()));
        }
        if (statistics.bothNaN() > 0) {
            violations.add(
                    "%d values are NaN, in the reference too".formatted(statistics.bothNaN()));
        }
        tolerance.violations(statistics).forEach(violation -> violations.add(violation.describe()));
        return new AccuracyResult(output, view, statistics, violations);
    }
}
