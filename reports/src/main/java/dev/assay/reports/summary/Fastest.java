package dev.assay.reports.summary;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The fastest engine of a model at one batch size.
///
/// @param margin how far ahead of the next one it is
/// @param checked false where its outputs were not compared with stored ones
public record Fastest(
        Section section, CaseRow row, CaseSummary speed, String margin, boolean checked) {

    /// One per section and batch. Engines with wrong outputs take no part; unchecked ones only
    /// where no checked one was measured.
    public static List<Fastest> of(ReportModel model) {
        List<Fastest> fastest = new ArrayList<>();
        for (Section section : model.sections()) {
            Map<Integer, List<CaseRow>> byBatch =
                    section.rows().stream()
                            .filter(row -> row.speed().isPresent())
                            .collect(
                                    Collectors.groupingBy(
                                            row -> row.id().batch(),
                                            TreeMap::new,
                                            Collectors.toList()));
            byBatch.values().forEach(rows -> fastest.add(of(section, rows)));
        }
        return List.copyOf(fastest);
    }

    private static Fastest of(Section section, List<CaseRow> rows) {
        List<CaseRow> passed =
                rows.stream().filter(it -> it.standing() == AccuracyStanding.PASSED).toList();
        boolean checked = !passed.isEmpty();
        List<CaseRow> ranked =
                (checked ? passed : rows)
                        .stream().sorted(Comparator.comparingDouble(Fastest::median)).toList();
        CaseRow first = ranked.getFirst();
        String margin = ranked.size() < 2 ? "no other valid time" : margin(first, ranked.get(1));
        return new Fastest(section, first, first.speed().orElseThrow(), margin, checked);
    }

    /// Where the slowest fork of the first is not faster than the fastest of the second, the order
    /// may be chance.
    private static String margin(CaseRow first, CaseRow second) {
        double slowest =
                first.speed().orElseThrow().forkMedianSeconds().stream()
                        .max(Double::compare)
                        .orElseThrow();
        double fastest =
                second.speed().orElseThrow().forkMedianSeconds().stream()
                        .min(Double::compare)
                        .orElseThrow();
        String next = second.variant().label();
        return slowest >= fastest
                ? "forks overlap with " + next
                : Numbers.ratio(median(second) / median(first)) + "× as fast as " + next;
    }

    private static double median(CaseRow row) {
        return row.speed().orElseThrow().medianSeconds();
    }
}
