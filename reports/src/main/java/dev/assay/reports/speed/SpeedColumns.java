package dev.assay.reports.speed;

import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import dev.assay.reports.speed.SpeedTable.Heading;
import dev.assay.reports.text.TimeScale;
import java.util.ArrayList;
import java.util.List;

/// Which columns a section's speed table has: one in which no row could say anything is left out.
///
/// @param references names of what the rows are compared with; empty where nothing is
/// @param builds whether a case was built more than once
/// @param energy whether a device counted it
/// @param baseline whether a verdict holds a change
record SpeedColumns(List<String> references, boolean builds, boolean energy, boolean baseline) {
    static SpeedColumns of(Section section) {
        return new SpeedColumns(
                section.referenceNames(),
                section.rows().stream()
                        .flatMap(row -> row.speed().stream())
                        .anyMatch(speed -> speed.buildMedianSeconds().size() > 1),
                section.rows().stream()
                        .filter(row -> row.speed().isPresent())
                        .anyMatch(row -> row.joulesPerQuery().isPresent()),
                section.rows().stream().anyMatch(SpeedColumns::hasChange));
    }

    private static boolean hasChange(CaseRow row) {
        return row.verdict()
                .flatMap(it -> it.speed())
                .filter(it -> it.change().isPresent())
                .isPresent();
    }

    /// For example `pytorch`; `reference` where rows differ.
    String reference() {
        return references.size() == 1 ? references.getFirst() : "reference";
    }

    List<Heading> headings(TimeScale scale) {
        List<Heading> headings = new ArrayList<>();
        headings.add(new Heading(scale.heading("Median"), "median of the forks' median times"));
        headings.add(new Heading("Fork spread", "slowest over fastest fork median, minus 1"));
        if (builds) {
            headings.add(
                    new Heading("Build spread", "slowest over fastest median of a build, minus 1"));
        }
        headings.add(new Heading(scale.heading("Min"), "fastest query of all forks"));
        headings.add(new Heading(scale.heading("Mean"), "mean of all queries"));
        for (int percent : List.of(90, 95, 99)) {
            headings.add(
                    new Heading(
                            "p" + percent,
                            scale.heading("of the queries of all forks, linear interpolation")));
        }
        headings.add(
                new Heading("Queries/s", "completed in the forks' windows of time, over those"));
        headings.add(new Heading("Images/s", "batch × queries/s"));
        if (energy) {
            headings.add(
                    new Heading("J/image", "energy of the device in the window, by its images"));
        }
        if (!references.isEmpty()) {
            headings.add(
                    new Heading(
                            "Time ÷ " + reference(),
                            "median over the median of the reference at the same boundary; time per image"
                                    + " where queries were pipelined"));
            headings.add(
                    new Heading(
                            "Gain over " + reference(),
                            "speed new / old − 1, where speed is 1 / that time"));
        }
        if (baseline) {
            headings.add(
                    new Heading(
                            "Time against baseline",
                            "median new / old − 1 with its 90 % interval; positive is slower"));
        }
        return List.copyOf(headings);
    }
}
