package dev.assay.reports.chart;

import dev.assay.reports.model.Variant;
import dev.assay.reports.paint.Ink;
import java.util.List;

/// One case by its speed and its accuracy.
///
/// @param speed seconds of a query, or images/s
/// @param sqnrDb of the worst output; infinite where outputs are equal to the reference
/// @param valid false where the number may not be used
record ParetoPoint(
        Variant variant,
        String label,
        Ink ink,
        double speed,
        double sqnrDb,
        boolean valid,
        String state) {

    /// Whether a valid point of the others is at least as good in both and better in one.
    boolean isBeaten(List<ParetoPoint> others, boolean lowerIsFaster) {
        return others.stream()
                .filter(ParetoPoint::valid)
                .anyMatch(it -> it.beats(this, lowerIsFaster));
    }

    private boolean beats(ParetoPoint other, boolean lowerIsFaster) {
        int faster = Double.compare(speed, other.speed) * (lowerIsFaster ? -1 : 1);
        int truer = Double.compare(sqnrDb, other.sqnrDb);
        return faster >= 0 && truer >= 0 && faster + truer > 0;
    }
}
