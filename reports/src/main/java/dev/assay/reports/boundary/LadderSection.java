package dev.assay.reports.boundary;

import dev.assay.core.ladder.Rung;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The ladders of one model at one shape.
///
/// @param title of the section of the report that its cases are in
/// @param table every boundary of every case
/// @param notes what was left out, by case
public record LadderSection(
        String title, Optional<Chart> chart, DataTable table, List<String> notes) {
    public LadderSection {
        notes = List.copyOf(notes);
    }

    /// @param cases of one section, at least one
    static LadderSection of(String title, List<CaseLadder> cases, Optional<Chart> chart) {
        return new LadderSection(
                title,
                chart,
                table(cases),
                cases.stream()
                        .flatMap(it ->
                                it.ladder().notes().stream().map(note -> it.label() + ": " + note))
                        .toList());
    }

    private static DataTable table(List<CaseLadder> cases) {
        TimeScale scale =
                TimeScale.of(
                        cases.stream()
                                .flatMap(it -> it.ladder().rungs().stream())
                                .map(it -> it.medianSeconds())
                                .toList());
        List<Rung> rungs =
                Stream.of(Rung.values())
                        .filter(rung ->
                                cases.stream()
                                        .anyMatch(it -> it.ladder().seconds(rung).isPresent()))
                        .toList();
        List<String> headings = new ArrayList<>(List.of("Case", "Library"));
        rungs.forEach(rung -> headings.add(scale.heading(rung.label())));
        return new DataTable(
                "Medians of one query at every boundary",
                headings,
                2,
                cases.stream().map(it -> line(it, rungs, scale)).toList());
    }

    private static List<String> line(CaseLadder it, List<Rung> rungs, TimeScale scale) {
        List<String> cells = new ArrayList<>(List.of(it.label(), it.ladder().engine()));
        for (Rung rung : rungs) {
            cells.add(
                    it.ladder().seconds(rung).isPresent()
                            ? scale.format(it.ladder().seconds(rung).getAsDouble())
                            : Numbers.ABSENT);
        }
        return cells;
    }
}
