package dev.assay.reports.speed;

import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.TimeScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The speeds of one section: every case has a row, also those without a number.
///
/// @param headings of the number columns
public record SpeedTable(List<Heading> headings, List<SpeedRow> rows) {
    /// A column's name and what it means.
    public record Heading(String text, String meaning) {}

    public static SpeedTable of(Section section) {
        List<Double> seconds = new ArrayList<>();
        section.rows().forEach(row -> row.speed().ifPresent(it -> seconds.add(it.medianSeconds())));
        TimeScale scale = TimeScale.of(seconds);
        boolean baseline = section.rows().stream().anyMatch(SpeedTable::hasChange);
        SpeedCells cells = new SpeedCells(section, scale, baseline);
        return new SpeedTable(
                headings(scale, section.referenceEngine(), baseline),
                section.rows().stream().map(row -> new SpeedRow(row, cells.of(row))).toList());
    }

    private static boolean hasChange(CaseRow row) {
        return row.verdict()
                .flatMap(it -> it.speed())
                .filter(it -> it.change().isPresent())
                .isPresent();
    }

    private static List<Heading> headings(
            TimeScale scale, Optional<String> reference, boolean baseline) {
        List<Heading> headings = new ArrayList<>();
        headings.add(new Heading(scale.heading("Median"), "median of the forks' median times"));
        headings.add(new Heading("Fork spread", "slowest over fastest fork median, minus 1"));
        headings.add(new Heading(scale.heading("Min"), "fastest query of all forks"));
        headings.add(new Heading(scale.heading("Mean"), "mean of all queries"));
        for (int percent : List.of(90, 95, 99)) {
            headings.add(
                    new Heading(
                            "p" + percent,
                            scale.heading("of the queries of all forks, linear interpolation")));
        }
        headings.add(new Heading("Queries/s", "1 / mean time of a query, one client"));
        headings.add(new Heading("Images/s", "batch / mean time of a query"));
        reference.ifPresent(engine -> {
            headings.add(new Heading("Time ÷ " + engine, "median over the median of " + engine));
            headings.add(
                    new Heading(
                            "Gain over " + engine,
                            "speed new / old − 1, where speed is 1 / median"));
        });
        if (baseline) {
            headings.add(
                    new Heading(
                            "Time against baseline",
                            "median new / old − 1 with its 90 % interval; positive is slower"));
        }
        return List.copyOf(headings);
    }
}
