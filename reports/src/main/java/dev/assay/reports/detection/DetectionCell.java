package dev.assay.reports.detection;

import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.DetectionScores.Change;
import dev.assay.core.suite.DetectionBound;
import dev.assay.reports.text.Numbers;
import java.util.Arrays;
import java.util.Optional;

/// One score of one case.
///
/// @param value in points
/// @param change against the reference, in points; empty where there is none
/// @param interval of the change; empty where there is none
/// @param budget the suite's bound on the change with whether it holds; empty without a bound
public record DetectionCell(
        String value, String change, String interval, String budget, boolean holds) {

    /// What stands where neither engine nor reference has the score.
    static DetectionCell of(String value) {
        return new DetectionCell(value, "", "", "", true);
    }

    static DetectionCell of(DetectionScores scores, String metric) {
        Optional<Change> change = scores.change(metric);
        Optional<DetectionBound> bound =
                Arrays.stream(DetectionBound.values())
                        .filter(it -> it.metric().equals(metric))
                        .filter(scores.limits()::containsKey)
                        .findFirst();
        boolean holds = bound.map(scores::holds).orElse(true);
        return new DetectionCell(
                value(scores, metric),
                change.filter(it -> it.points().isPresent())
                        .map(it -> Points.change(it.points()))
                        .orElse(""),
                change.filter(it -> it.interval().isPresent())
                        .map(it -> Points.interval(it.interval(), scores.bootstrap()))
                        .orElse(""),
                bound.map(it ->
                                "%s %s ≤ %s"
                                        .formatted(
                                                holds ? "✓" : "✗",
                                                it.key(),
                                                Numbers.plainLimit(
                                                        scores.limits().getOrDefault(it, 0.0))))
                        .orElse(""),
                holds);
    }

    private static String value(DetectionScores scores, String metric) {
        return Optional.ofNullable(scores.scores().get(metric))
                .map(Points::score)
                .orElse(Numbers.ABSENT);
    }
}
