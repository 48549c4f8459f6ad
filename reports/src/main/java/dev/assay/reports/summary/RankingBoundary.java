package dev.assay.reports.summary;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.reports.model.CaseRow;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Chooses the boundary at which cases are ranked: one that as many as possible were timed at, and
/// among several of those the one that headlines use.
final class RankingBoundary {
    private RankingBoundary() {}

    /// @param rows at least one with a speed
    static MeasurementBoundary of(List<CaseRow> rows) {
        Map<MeasurementBoundary, Integer> timed = new EnumMap<>(MeasurementBoundary.class);
        Map<MeasurementBoundary, Integer> headlines = new EnumMap<>(MeasurementBoundary.class);
        for (CaseRow row : rows) {
            row.speeds().forEach(it -> timed.merge(it.boundary(), 1, Integer::sum));
            row.speed()
                    .map(CaseSummary::boundary)
                    .ifPresent(it -> headlines.merge(it, 1, Integer::sum));
        }
        return timed.keySet().stream()
                .max(
                        Comparator.<MeasurementBoundary>comparingInt(
                                        it -> timed.getOrDefault(it, 0))
                                .thenComparingInt(it -> headlines.getOrDefault(it, 0)))
                .orElseThrow();
    }
}
