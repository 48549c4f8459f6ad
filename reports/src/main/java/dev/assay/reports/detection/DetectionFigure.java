package dev.assay.reports.detection;

import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.DetectionScores.Change;
import dev.assay.reports.text.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A detector's accuracy in one figure, for tables that have room for no more.
public final class DetectionFigure {
    private static final String METRIC = "AP";

    private DetectionFigure() {}

    /// AP in points: `42.04`.
    public static String ap(DetectionScores scores) {
        return Optional.ofNullable(scores.scores().get(METRIC))
                .map(Points::score)
                .orElse(Numbers.ABSENT);
    }

    /// The change of AP in points with its interval: `−0.400 (−0.712 to −0.104)`.
    public static String change(DetectionScores scores) {
        return scores.change(METRIC)
                .filter(it -> it.points().isPresent())
                .map(it -> described(it, scores))
                .orElse(Numbers.ABSENT);
    }

    /// For example `AP 42.04 points, change −0.400 (−0.712 to −0.104)`.
    public static String of(DetectionScores scores) {
        String change = change(scores);
        return "AP "
                + ap(scores)
                + " points"
                + (change.equals(Numbers.ABSENT) ? "" : ", change " + change);
    }

    /// What a column of APs means.
    public static String legend(DetectionScores scores) {
        return "AP: COCO's, in points, on "
                + Numbers.count(scores.images(), "image")
                + scores.change(METRIC)
                        .map(it -> "; the reference has " + Points.score(it.reference()))
                        .orElse("");
    }

    /// Of several cases, by how much AP moved most: `change of AP with its 95 % interval: at most
    /// −0.400 (−0.712 to −0.104)`; empty where nothing has a reference.
    public static Optional<String> largestChange(List<DetectionScores> cases) {
        return cases.stream()
                .filter(it -> size(it).isPresent())
                .max(Comparator.comparingDouble(it -> size(it).orElse(0)))
                .map(it -> "change of AP with its 95 % interval: at most " + change(it));
    }

    private static OptionalDouble size(DetectionScores scores) {
        OptionalDouble points =
                scores.change(METRIC).map(Change::points).orElse(OptionalDouble.empty());
        return points.isPresent()
                ? OptionalDouble.of(Math.abs(points.getAsDouble()))
                : OptionalDouble.empty();
    }

    private static String described(Change change, DetectionScores scores) {
        String points = Points.change(change.points());
        return change.interval().isPresent()
                ? points + " (" + Points.interval(change.interval(), scores.bootstrap()) + ")"
                : points;
    }
}
