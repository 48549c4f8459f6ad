package dev.assay.reports.boundary;

import dev.assay.core.AssayException;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.ladder.BoundaryLadder;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.paint.HouseTheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The boundaries that were timed on demand, by section of the report.
///
/// @param problems what could not be read
public record Ladders(List<LadderSection> sections, List<String> problems) {
    public Ladders {
        sections = List.copyOf(sections);
        problems = List.copyOf(problems);
    }

    /// @param draw gives a chart, or nothing where this machine draws none
    public static Ladders of(
            ReportModel model,
            Function<Function<HouseTheme, Optional<Chart>>, Optional<Chart>> draw) {
        List<String> problems = new ArrayList<>();
        List<LadderSection> sections = new ArrayList<>();
        for (Section section : model.sections()) {
            List<CaseLadder> cases = new ArrayList<>();
            for (CaseRow row : section.rows()) {
                try {
                    read(model.run(), row).ifPresent(cases::add);
                } catch (AssayException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
            if (!cases.isEmpty()) {
                sections.add(
                        LadderSection.of(
                                section.title(),
                                cases,
                                draw.apply(theme ->
                                        Optional.of(LadderChart.of(theme, section, cases)))));
            }
        }
        return new Ladders(sections, problems);
    }

    public boolean isEmpty() {
        return sections.isEmpty() && problems.isEmpty();
    }

    private static Optional<CaseLadder> read(RunDirectory run, CaseRow row) {
        Optional<BoundaryLadder> ladder = BoundaryLadder.read(run, row.id());
        if (ladder.isEmpty()) {
            return Optional.empty();
        }
        BoundaryLadder whole =
                KernelProfile.read(run, row.id())
                        .map(it -> ladder.get().withLayers(it.sumSeconds()))
                        .orElse(ladder.get());
        return Optional.of(new CaseLadder(row, whole));
    }
}
