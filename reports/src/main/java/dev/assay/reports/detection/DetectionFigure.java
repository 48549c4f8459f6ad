package dev.assay.reports.detection;

import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.DetectionScores.Change;
import dev.assay.reports.text.Numbers;
import java.util.Optional;

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

    private static String described(Change change, DetectionScores scores) {
        String points = Points.change(change.points());
        return change.interval().isPresent()
                ? points + " (" + Points.interval(change.interval(), scores.bootstrap()) + ")"
                : points;
    }
}
