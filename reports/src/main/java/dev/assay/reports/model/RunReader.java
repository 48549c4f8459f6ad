package dev.assay.reports.model;

import dev.assay.core.AssayException;
import dev.assay.core.published.PublishedFigure;
import dev.assay.core.published.PublishedFile;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.CaseSummaries;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.CaseExpander;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Ladders;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import dev.assay.core.verdict.VerdictFiles;
import dev.assay.core.verdict.VerdictRow;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Joins the files of a run directory by case.
///
/// A part that cannot be read becomes a problem that the report shows: a page with a hole is worth
/// more than no page.
final class RunReader {
    private static final Comparator<CaseRow> ORDER =
            Comparator.comparing(CaseRow::section)
                    .thenComparingInt(row -> row.id().batch())
                    .thenComparing(CaseRow::variant);

    private final RunDirectory run;
    private final List<String> problems = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    RunReader(RunDirectory run) {
        this.run = run;
    }

    ReportModel read() {
        Map<CaseId, List<MeasurementRow>> measured = new TreeMap<>();
        run.measurements()
                .forEach(row ->
                        measured.computeIfAbsent(row.caseId(), id -> new ArrayList<>()).add(row));
        Map<CaseId, AccuracyRow> accuracy = new HashMap<>();
        for (AccuracyRow row : run.accuracy()) {
            accuracy.put(row.caseId(), row);
        }
        Map<CaseId, VerdictRow> verdicts = new HashMap<>();
        for (VerdictRow row : new VerdictFiles(run).rows()) {
            verdicts.put(row.caseId(), row);
        }
        Optional<Suite> suite = suite();
        Map<CaseId, BenchmarkCase> planned = new HashMap<>();
        suite.map(new CaseExpander(EngineCatalog.standard())::expand)
                .orElse(List.of())
                .forEach(it -> planned.put(it.id(), it));
        Map<CaseId, List<CaseSummary>> summaries = summaries();
        TreeSet<CaseId> ids = new TreeSet<>(measured.keySet());
        ids.addAll(accuracy.keySet());
        ids.addAll(verdicts.keySet());
        boolean finished = run.info().flatMap(info -> info.finished()).isPresent();
        if (!finished) {
            ids.addAll(planned.keySet());
        }
        List<CaseRow> rows = new ArrayList<>();
        for (CaseId id : ids) {
            rows.add(
                    row(
                            id,
                            measured.getOrDefault(id, List.of()),
                            summaries.getOrDefault(id, List.of()),
                            Optional.ofNullable(accuracy.get(id)),
                            Optional.ofNullable(verdicts.get(id)),
                            Optional.ofNullable(planned.get(id))));
        }
        rows.sort(ORDER);
        return new ReportModel(
                run,
                run.info(),
                run.environment(),
                new VerdictFiles(run).verdict(),
                rows,
                published(),
                suite.map(Suite::ladders).orElse(Ladders.NONE),
                problems,
                remarks);
    }

    private static CaseRow row(
            CaseId id,
            List<MeasurementRow> measured,
            List<CaseSummary> summaries,
            Optional<AccuracyRow> accuracy,
            Optional<VerdictRow> verdict,
            Optional<BenchmarkCase> planned) {
        List<Fork> forks = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        Optional<String> skipped = Optional.empty();
        for (MeasurementRow row : measured) {
            switch (row.outcome()) {
                case Outcome.Measured it -> forks.add(new Fork(row.fork(), it.measurement()));
                case Outcome.Failed it -> failures.add(it.error() + ": " + it.reason());
                case Outcome.Skipped it -> skipped = Optional.of(it.reason());
            }
        }
        forks.sort(Comparator.comparingInt(Fork::number));
        return new CaseRow(
                id,
                forks,
                failures,
                skipped.or(() -> planned.flatMap(BenchmarkCase::skipped)),
                summaries,
                accuracy.map(AccuracyRow::outcome),
                accuracy.map(AccuracyRow::consistency).orElse(List.of()),
                verdict,
                planned.map(BenchmarkCase::tolerance));
    }

    private Map<CaseId, List<CaseSummary>> summaries() {
        try {
            return CaseSummaries.byBoundary(run);
        } catch (AssayException e) {
            problems.add(
                    "No speed can be shown, because raw samples are missing: " + e.getMessage());
            return Map.of();
        }
    }

    private List<PublishedFigure> published() {
        if (!Files.isRegularFile(run.publishedFile())) {
            return List.of();
        }
        try {
            return PublishedFile.read(run.publishedFile());
        } catch (AssayException e) {
            remarks.add("Published figures are not shown: " + e.getMessage());
            return List.of();
        }
    }

    /// What the suite asked for; the run's own records still stand where it cannot be read.
    private Optional<Suite> suite() {
        if (!Files.isRegularFile(run.suiteFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SuiteReader(EngineCatalog.standard()).withoutFiles().read(run.suiteFile()));
        } catch (AssayException e) {
            remarks.add(
                    "Tolerances are not shown, because the suite cannot be read: "
                            + e.getMessage());
            return Optional.empty();
        }
    }
}
