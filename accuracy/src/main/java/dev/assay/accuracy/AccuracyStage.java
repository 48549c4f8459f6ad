package dev.assay.accuracy;

import dev.assay.accuracy.detection.image.ImageList;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.detection.DetectionTask;
import dev.assay.core.process.Reply;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome.Failed;
import dev.assay.core.run.Outcome.Measured;
import dev.assay.core.run.Outcome.Skipped;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.StageListener;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.EngineStore;
import dev.assay.engines.PreparedEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compares every measured case of a run with its stored outputs.
///
/// A fresh session of the same prepared engine computes the reference inputs' outputs; what the
/// timed forks left behind is compared too. Cases already in `accuracy.jsonl` are left alone.
public final class AccuracyStage {
    private static final String STAGE = "accuracy";

    private final RunDirectory run;
    private final EngineCatalog catalog;
    private final EngineRuntime runtime;
    private final StageListener listener;

    public AccuracyStage(
            RunDirectory run,
            EngineCatalog catalog,
            EngineRuntime runtime,
            StageListener listener) {
        this.run = run;
        this.catalog = catalog;
        this.runtime = runtime;
        this.listener = listener;
    }

    public void compare(List<BenchmarkCase> cases) {
        Set<CaseId> done =
                run.accuracy().stream().map(AccuracyRow::caseId).collect(Collectors.toSet());
        List<BenchmarkCase> open = cases.stream().filter(it -> !done.contains(it.id())).toList();
        Map<CaseId, List<MeasurementRow>> rows =
                run.measurements().stream().collect(Collectors.groupingBy(MeasurementRow::caseId));
        listener.started(STAGE, open.size());
        EngineStore engines = new EngineStore(run.root(), runtime);
        for (BenchmarkCase benchmarkCase : open) {
            listener.working(STAGE, benchmarkCase.id() + ": comparing outputs");
            AccuracyOutcome outcome =
                    outcome(
                            benchmarkCase,
                            rows.getOrDefault(benchmarkCase.id(), List.of()),
                            engines);
            run.append(new AccuracyRow(benchmarkCase.id(), outcome));
            listener.done(STAGE, benchmarkCase.id() + " " + describe(outcome));
        }
        listener.finished(STAGE);
    }

    private AccuracyOutcome outcome(
            BenchmarkCase benchmarkCase, List<MeasurementRow> rows, EngineStore engines) {
        for (MeasurementRow row : rows) {
            switch (row.outcome()) {
                case Failed(ErrorKind error, String reason) -> {
                    return new AccuracyOutcome.Failed(error, reason);
                }
                case Skipped(String reason) -> {
                    return new AccuracyOutcome.Skipped(reason);
                }
                case Measured _ -> {}
            }
        }
        if (rows.isEmpty()) {
            return new AccuracyOutcome.Skipped("the case was not measured");
        }
        if (benchmarkCase.model().references().isEmpty()
                && benchmarkCase.model().detection().isEmpty()) {
            return new AccuracyOutcome.Unchecked("the suite names no references for this model");
        }
        List<AccuracyOutcome> ofBuilds = new ArrayList<>();
        int builds = benchmarkCase.engine().builds();
        for (int build = 0; build < builds; build++) {
            int number = build;
            List<MeasurementRow> ofBuild =
                    rows.stream().filter(row -> row.fork() % builds == number).toList();
            if (!ofBuild.isEmpty()) {
                ofBuilds.add(outcome(benchmarkCase, build, ofBuild, engines));
            }
        }
        return BuildOutcomes.merge(ofBuilds);
    }

    private AccuracyOutcome outcome(
            BenchmarkCase benchmarkCase,
            int build,
            List<MeasurementRow> rows,
            EngineStore engines) {
        Reply<PreparedEngine> engine = engines.get(EngineRequest.of(benchmarkCase, catalog, build));
        return switch (engine) {
            case Reply.Broken<PreparedEngine>(var error, var reason) ->
                    new AccuracyOutcome.Failed(error, reason);
            case Reply.Done<PreparedEngine>(PreparedEngine prepared) ->
                    compare(benchmarkCase, build, prepared, rows);
        };
    }

    private AccuracyOutcome compare(
            BenchmarkCase benchmarkCase,
            int build,
            PreparedEngine prepared,
            List<MeasurementRow> rows) {
        Optional<DetectionTask> detection = benchmarkCase.model().detection();
        AccuracyJob job =
                new AccuracyJob(
                        benchmarkCase.id(),
                        prepared,
                        benchmarkCase.model().inputs(),
                        benchmarkCase.model().references(),
                        benchmarkCase.shape(),
                        benchmarkCase.batch(),
                        benchmarkCase.model().task(),
                        benchmarkCase.tolerance(),
                        digests(rows),
                        run.root(),
                        detection.map(it ->
                                new AccuracyJob.Detector(
                                        it,
                                        RunDirectory.detectionsFolder(benchmarkCase.id(), build))));
        Reply<AccuracyOutcome> reply =
                runtime.comparing(
                                benchmarkCase.engine().id(),
                                run.work().resolve(STAGE).resolve(benchmarkCase.id().text()),
                                detection.map(AccuracyStage::images).orElse(0))
                        .run(AccuracyWorker.class, job, AccuracyOutcome.class);
        return switch (reply) {
            case Reply.Done<AccuracyOutcome>(AccuracyOutcome done) -> done;
            case Reply.Broken<AccuracyOutcome>(var error, var reason) ->
                    new AccuracyOutcome.Failed(error, reason);
        };
    }

    /// How many images the comparison has to run; what is wrong with them it will say itself.
    private static int images(DetectionTask task) {
        try {
            return ImageList.read(task.annotations(), task.images()).size();
        } catch (AssayException e) {
            return 0;
        }
    }

    private static Map<Integer, List<OutputDigest>> digests(List<MeasurementRow> rows) {
        Map<Integer, List<OutputDigest>> digests = new TreeMap<>();
        for (MeasurementRow row : rows) {
            if (row.outcome() instanceof Measured(var measurement)) {
                digests.put(row.fork(), measurement.outputs());
            }
        }
        return digests;
    }

    private static String describe(AccuracyOutcome outcome) {
        return switch (outcome) {
            case AccuracyOutcome.Compared compared -> {
                List<String> violations =
                        Stream.concat(
                                        compared.results().stream()
                                                .map(AccuracyResult::violations),
                                        compared.detection().stream()
                                                .map(DetectionScores::violations))
                                .flatMap(List::stream)
                                .toList();
                if (!violations.isEmpty()) {
                    yield "is wrong: " + violations.getFirst();
                }
                boolean bounded =
                        !compared.limits().isEmpty()
                                || compared.detection().stream()
                                        .anyMatch(it -> !it.limits().isEmpty());
                yield !bounded
                        ? "has no tolerance to hold"
                        : "agrees with its reference";
            }
            case AccuracyOutcome.Wrong(List<String> reasons) -> "is wrong: " + reasons.getFirst();
            case AccuracyOutcome.Unchecked(String reason) -> "unchecked: " + reason;
            case AccuracyOutcome.Failed(var error, String reason) -> "failed: " + reason;
            case AccuracyOutcome.Skipped(String reason) -> "skipped: " + reason;
        };
    }
}
