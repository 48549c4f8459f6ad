package dev.assay.accuracy.detection;

import dev.assay.core.run.DetectionScores.Change;
import dev.assay.core.run.DetectionScores.Interval;
import dev.assay.core.suite.DetectionBound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Holds changes of AP against a suite's bounds.
final class DetectionLimits {
    private DetectionLimits() {}

    /// The bounds that do not hold, in words. A change either way counts: an engine that finds more
    /// than its reference does not compute the same. What is undefined never holds.
    static List<String> violations(Map<DetectionBound, Double> limits, List<Change> changes) {
        List<String> violations = new ArrayList<>();
        for (DetectionBound bound : limits.keySet().stream().sorted().toList()) {
            double limit = limits.getOrDefault(bound, 0.0);
            Optional<Change> change =
                    changes.stream().filter(it -> it.metric().equals(bound.metric())).findFirst();
            if (change.isEmpty()) {
                violations.add(
                        format(
                                "%s is undefined, limit %.2g: the suite names no reference-detections",
                                bound.key(), limit));
            } else if (change.get().points().isEmpty()) {
                violations.add(
                        format(
                                "%s is undefined, limit %.2g: no annotation counts for %s",
                                bound.key(), limit, bound.metric()));
            } else if (!(Math.abs(change.get().points().getAsDouble()) <= limit)) {
                violations.add(describe(bound, change.get(), limit));
            }
        }
        return violations;
    }

    private static String describe(DetectionBound bound, Change change, double limit) {
        double points = change.points().orElseThrow();
        String interval =
                change.interval().map(it -> interval(it)).orElse("no interval: too few images");
        return format(
                "%s %.3g > %.2g points (%s %.4f, reference %.4f, change %+.3g, %s)",
                bound.key(),
                Math.abs(points),
                limit,
                change.metric(),
                change.value(),
                change.reference(),
                points,
                interval);
    }

    private static String interval(Interval interval) {
        return format("95 %% interval %+.3g to %+.3g", interval.low(), interval.high());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
