package dev.assay.reports.detection;

import dev.assay.core.run.DetectionScores.Bootstrap;
import dev.assay.core.run.DetectionScores.Interval;
import dev.assay.reports.text.Numbers;
import java.util.Optional;
import java.util.OptionalDouble;

/// COCO's scores and their changes as people read them, in points: hundredths.
public final class Points {
    private static final double POINTS = 100;
    private static final double SMALLEST_FIXED = 1e-3;

    private Points() {}

    /// @param score 0 to 1, or −1 where nothing counts
    public static String score(double score) {
        return score < 0 ? Numbers.ABSENT : Numbers.fixed(POINTS * score, 2);
    }

    /// A change in points with its sign; an exact zero is `0`.
    public static String change(double points) {
        String size = size(points);
        return points == 0 || Double.isNaN(points) ? size : (points > 0 ? "+" : "−") + size;
    }

    static String change(OptionalDouble points) {
        return points.isPresent() ? change(points.getAsDouble()) : Numbers.ABSENT;
    }

    /// The size of a change without its sign: `0.620`, `5.96e-8`.
    static String size(double change) {
        double size = Math.abs(change);
        return size < SMALLEST_FIXED ? Numbers.scientific(size) : Numbers.significant(size);
    }

    /// @param bootstrap says of how many draws the interval should be
    static String interval(Optional<Interval> interval, Optional<Bootstrap> bootstrap) {
        return interval.map(
                        it -> change(it.low()) + " to " + change(it.high()) + fewer(it, bootstrap))
                .orElse(Numbers.ABSENT);
    }

    private static String fewer(Interval interval, Optional<Bootstrap> bootstrap) {
        return bootstrap
                .filter(it -> it.resamples() != interval.resamples())
                .map(it -> " (" + Numbers.count(interval.resamples(), "draw") + ")")
                .orElse("");
    }
}
