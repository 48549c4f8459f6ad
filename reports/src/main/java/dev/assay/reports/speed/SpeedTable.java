package dev.assay.reports.speed;

import dev.assay.core.run.CaseSummary;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.EffectivePrecision;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Boundaries;
import dev.assay.reports.text.TimeScale;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The speeds of one section: every case has a row, also those without a number.
///
/// @param headings of the number columns
/// @param boundary of all the times; empty where rows differ and each names its own
public record SpeedTable(List<Heading> headings, String boundary, List<SpeedRow> rows) {
    /// A column's name and what it means.
    public record Heading(String text, String meaning) {}

    public static SpeedTable of(Section section) {
        TimeScale scale =
                TimeScale.of(
                        section.rows().stream()
                                .flatMap(row -> row.speed().stream())
                                .map(CaseSummary::medianSeconds)
                                .toList());
        SpeedColumns columns = SpeedColumns.of(section);
        SpeedCells cells = new SpeedCells(section, scale, columns);
        List<String> boundaries =
                section.rows().stream()
                        .flatMap(row -> row.speed().stream())
                        .map(speed -> Boundaries.described(speed.boundary()))
                        .distinct()
                        .toList();
        boolean one = boundaries.size() == 1;
        return new SpeedTable(
                columns.headings(scale),
                one ? boundaries.getFirst() : "",
                section.rows().stream()
                        .map(row -> new SpeedRow(row, beside(row, !one), cells.of(row)))
                        .toList());
    }

    /// What belongs to every number of a row.
    private static String beside(CaseRow row, boolean boundary) {
        return Stream.concat(
                        row.precision().map(EffectivePrecision::words).stream(),
                        boundary
                                ? row.speed().map(it -> it.boundary().name()).stream()
                                : Stream.empty())
                .collect(Collectors.joining(" · "));
    }
}
