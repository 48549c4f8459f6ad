package dev.assay.accuracy;

import dev.assay.accuracy.detection.image.ImageList;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.detection.DetectionTask;
import dev.assay.core.process.Jobs;
import dev.assay.core.process.Reply;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyRow;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
    private final int jobs;
    private final Set<CaseId> pictured = new HashSet<>();

    public AccuracyStage(
            RunDirectory run,
            EngineCatalog catalog,
            EngineRuntime runtime,
            StageListener listener) {
        this(run, catalog, runtime, listener, 1);
    }

    /// @param jobs cases that are compared at a time: nothing is timed here
    public AccuracyStage(
            RunDirectory run,
            EngineCatalog catalog,
            EngineRuntime runtime,
            StageListener listener,
            int jobs) {
        this.run = run;
        this.catalog = catalog;
        this.runtime = runtime;
        this.listener = listener;
        this.jobs = jobs;
    }

    public void compare(List<BenchmarkCase> cases) {
        Set<CaseId> done =
                run.accuracy().stream().map(AccuracyRow::caseId).collect(Collectors.toSet());
        List<BenchmarkCase> open = cases.stream().filter(it -> !done.contains(it.id())).toList();
        Map<CaseId, List<MeasurementRow>> rows =
                run.measurements().stream().collect(Collectors.groupingBy(MeasurementRow::caseId));
        listener.started(STAGE, open.size());
        EngineStore engines = new EngineStore(run.root(), runtime);
        pictured.addAll(PictureRequest.first(cases));
        Jobs.inOrder(
                open,
                jobs,
                it -> {
                    listener.working(STAGE, it.id() + ": comparing outputs");
                    return reply(it, rows.getOrDefault(it.id(), List.of()), engines);
                },
                (it, reply) -> {
                    run.append(new AccuracyRow(it.id(), reply.outcome(), reply.consistency()));
                    listener.done(STAGE, it.id() + " " + describe(reply));
                });
        listener.finished(STAGE);
    }

    private AccuracyReply reply(
            BenchmarkCase benchmarkCase, List<MeasurementRow> rows, EngineStore engines) {
        for (MeasurementRow row : rows) {
            switch (row.outcome()) {
                case Failed(ErrorKind error, String reason) -> {
                    return new AccuracyReply(new AccuracyOutcome.Failed(error, reason));
                }
                case Skipped(String reason) -> {
                    return new AccuracyReply(new AccuracyOutcome.Skipped(reason));
                }
                case Measured _ -> {}
            }
        }
        if (rows.isEmpty()) {
            return new AccuracyReply(new AccuracyOutcome.Skipped("the case was not measured"));
        }
        List<AccuracyReply> ofBuilds = new ArrayList<>();
        int builds = benchmarkCase.engine().builds();
        for (int build = 0; build < builds; build++) {
            int number = build;
            List<MeasurementRow> ofBuild =
                    rows.stream().filter(row -> row.fork() % builds == number).toList();
            if (!ofBuild.isEmpty()) {
                ofBuilds.add(reply(benchmarkCase, build, ofBuild, engines));
            }
        }
        return new AccuracyReply(
                BuildOutcomes.merge(ofBuilds.stream().map(AccuracyReply::outcome).toList()),
                BuildOutcomes.consistency(ofBuilds));
    }

    private AccuracyReply reply(
            BenchmarkCase benchmarkCase,
            int build,
            List<MeasurementRow> rows,
            EngineStore engines) {
        Reply<PreparedEngine> engine = engines.get(EngineRequest.of(benchmarkCase, catalog, build));
        return switch (engine) {
            case Reply.Broken<PreparedEngine>(var error, var reason) ->
                    new AccuracyReply(new AccuracyOutcome.Failed(error, reason));
            case Reply.Done<PreparedEngine>(PreparedEngine prepared) ->
                    compare(benchmarkCase, build, prepared, rows);
        };
    }

    private AccuracyReply compare(
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
                        benchmarkCase.model().image(),
                        pictures(benchmarkCase.id(), build),
                        benchmarkCase.tolerance(),
                        digests(rows),
                        run.root(),
                        detection.map(it ->
                                new AccuracyJob.Detector(
                                        it,
                                        RunDirectory.detectionsFolder(benchmarkCase.id(), build))),
                        benchmarkCase.model().range());
        Reply<AccuracyReply> reply =
                runtime.comparing(
                                benchmarkCase.engine().id(),
                                run.work().resolve(STAGE).resolve(benchmarkCase.id().text()),
                                detection.map(AccuracyStage::images).orElse(0))
                        .run(AccuracyWorker.class, job, AccuracyReply.class);
        return switch (reply) {
            case Reply.Done<AccuracyReply>(AccuracyReply done) -> done;
            case Reply.Broken<AccuracyReply>(var error, var reason) ->
                    new AccuracyReply(new AccuracyOutcome.Failed(error, reason));
        };
    }

    private PictureRequest pictures(CaseId id, int build) {
        Path folder = run.root().resolve("images").resolve(id.text());
        return build == 0
                ? new PictureRequest(folder, pictured.contains(id))
                : new PictureRequest(folder.resolve("build" + (build + 1)), false);
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

    private static String describe(AccuracyReply reply) {
        Optional<String> inconsistent =
                reply.consistency().stream().flatMap(it -> it.violations().stream()).findFirst();
        return inconsistent
                .map(it -> "contradicts itself: " + it)
                .orElseGet(() -> describe(reply.outcome()));
    }

    private static String describe(AccuracyOutcome outcome) {
        return switch (outcome) {
            case AccuracyOutcome.Compared compared -> {
                List<String> violations = compared.violations();
                if (!violations.isEmpty()) {
                    yield "is wrong: " + violations.getFirst();
                }
                yield compared.bounded() ? "agrees with its reference" : "has no tolerance to hold";
            }
            case AccuracyOutcome.Wrong(List<String> reasons) -> "is wrong: " + reasons.getFirst();
            case AccuracyOutcome.Unchecked(String reason) -> "unchecked: " + reason;
            case AccuracyOutcome.Failed(var error, String reason) -> "failed: " + reason;
            case AccuracyOutcome.Skipped(String reason) -> "skipped: " + reason;
        };
    }
}
