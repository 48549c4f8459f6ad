package dev.assay.reports.inside;

import dev.assay.core.lint.Finding;
import dev.assay.core.lint.Lints;
import dev.assay.core.lint.SlowerPrecision;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.ladder.Climb;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.paint.HouseTheme;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The pages of all engines whose layers a run knows.
///
/// @param problems what could not be read
public record InsidePages(List<InsidePage> pages, List<String> problems) {
    private static final List<String> WIDEST_FIRST =
            List.of("FP32", "TF32", "BF16", "FP16", "FP8", "INT8");

    public InsidePages {
        pages = List.copyOf(pages);
        problems = List.copyOf(problems);
    }

    /// @param draw gives a chart, or nothing where this machine draws none
    public static InsidePages of(
            ReportModel model,
            Function<Function<HouseTheme, Optional<Chart>>, Optional<Chart>> draw) {
        InsideReader reader = new InsideReader(model);
        List<InsideCase> cases = reader.read();
        Map<CaseId, CaseId> rungs = rungs(model);
        List<InsidePage> pages = new ArrayList<>();
        for (InsideCase it : cases) {
            List<Finding> findings =
                    new ArrayList<>(
                            SlowerPrecision.find(it.asked(), medians(model.rows(), it.row())));
            findings.addAll(Lints.of(it.breakdown(), it.asked()));
            pages.add(
                    new InsidePage(
                            model.id(),
                            it,
                            findings,
                            causes(it, cases, rungs, reader),
                            draw.apply(theme -> RooflineChart.of(theme, it))));
        }
        return new InsidePages(pages, reader.problems());
    }

    public boolean isEmpty() {
        return pages.isEmpty() && problems.isEmpty();
    }

    private static List<Cause> causes(
            InsideCase it, List<InsideCase> cases, Map<CaseId, CaseId> rungs, InsideReader reader) {
        List<Cause> causes = new ArrayList<>();
        Stream.of(rung(it, cases, rungs), wider(it, cases), otherEngine(it, cases))
                .flatMap(Optional::stream)
                .distinct()
                .forEach(other ->
                        causes.add(
                                Cause.of(
                                        other.row().variant().label(),
                                        other.breakdown(),
                                        it.breakdown())));
        causes.addAll(reader.builds(it));
        return causes;
    }

    /// By the case of a ladder's rung, the case that it is held against.
    private static Map<CaseId, CaseId> rungs(ReportModel model) {
        Map<CaseId, CaseId> rungs = new HashMap<>();
        for (Section section : model.sections()) {
            for (Climb climb : Climb.of(section, model)) {
                Stream.of(climb.steps(), climb.without(), climb.ceilings())
                        .flatMap(List::stream)
                        .forEach(step ->
                                step.before()
                                        .ifPresent(
                                                it -> rungs.putIfAbsent(step.row().id(), it.id())));
            }
        }
        return rungs;
    }

    private static Optional<InsideCase> rung(
            InsideCase it, List<InsideCase> cases, Map<CaseId, CaseId> rungs) {
        CaseId before = rungs.get(it.row().id());
        return cases.stream()
                .filter(other -> other.row().id().equals(before))
                .filter(it::comparable)
                .findFirst();
    }

    /// The same case of another engine that shows its layers: each pair is laid side by side once,
    /// on the page of the engine whose name comes first.
    private static Optional<InsideCase> otherEngine(InsideCase it, List<InsideCase> cases) {
        CaseId own = it.row().id();
        return cases.stream()
                .filter(other -> {
                    CaseId id = other.row().id();
                    return id.engine().compareTo(own.engine()) > 0
                            && id.model().equals(own.model())
                            && id.precision().equals(own.precision())
                            && id.batch() == own.batch()
                            && id.dims().equals(own.dims())
                            && id.steps().equals(own.steps())
                            && id.workload().equals(own.workload());
                })
                .filter(it::comparable)
                .findFirst();
    }

    /// The same case in the next wider precision.
    private static Optional<InsideCase> wider(InsideCase it, List<InsideCase> cases) {
        int own = WIDEST_FIRST.indexOf(it.asked());
        return cases.stream()
                .filter(other -> other.group().equals(it.group()))
                .filter(it::comparable)
                .filter(other -> {
                    int place = WIDEST_FIRST.indexOf(other.asked());
                    return place >= 0 && place < own;
                })
                .max(Comparator.comparingInt(other -> WIDEST_FIRST.indexOf(other.asked())));
    }

    /// Medians of the forks, by precision, of the cases that differ from this one in nothing else.
    private static Map<String, List<Double>> medians(List<CaseRow> rows, CaseRow row) {
        Map<String, List<Double>> medians = new HashMap<>();
        for (CaseRow other : rows) {
            boolean same =
                    other.section().equals(row.section())
                            && other.id().batch() == row.id().batch()
                            && other.id().engine().equals(row.id().engine())
                            && other.id().steps().equals(row.id().steps());
            if (same) {
                other.speedAt(MeasurementBoundary.DEVICE_COMPUTE)
                        .map(CaseSummary::forkMedianSeconds)
                        .ifPresent(it ->
                                medians.putIfAbsent(
                                        other.id()
                                                .precision()
                                                .replaceAll("-.*", "")
                                                .toUpperCase(Locale.ROOT),
                                        it));
            }
        }
        return medians;
    }
}
