package dev.assay.benchmarks.boundaries;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.ladder.BoundaryLadder;
import dev.assay.core.process.Reply;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.StageListener;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Workload;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.EngineStore;
import dev.assay.engines.PreparedEngine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Times cases of a run at every boundary, each in a process of its own.
///
/// A case that cannot be timed is named and has no ladder; nothing that was measured changes.
public final class BoundaryStage {
    private static final String STAGE = "boundaries";

    /// Windows of a case, and what is around them.
    private static final int WINDOWS = 6;

    private final RunDirectory run;
    private final EngineCatalog catalog;
    private final EngineRuntime runtime;
    private final StageListener listener;

    public BoundaryStage(
            RunDirectory run,
            EngineCatalog catalog,
            EngineRuntime runtime,
            StageListener listener) {
        this.run = run;
        this.catalog = catalog;
        this.runtime = runtime;
        this.listener = listener;
    }

    /// @param seconds of each window
    /// @return how many cases have a ladder now
    public int measure(List<BenchmarkCase> cases, double seconds) {
        List<BenchmarkCase> chosen =
                cases.stream()
                        .filter(it -> it.skipped().isEmpty())
                        .filter(it -> it.workload().kind() == Workload.Kind.LATENCY)
                        .toList();
        EngineStore engines = new EngineStore(run.root(), runtime);
        listener.started(STAGE, chosen.size());
        int done = 0;
        for (BenchmarkCase it : chosen) {
            listener.working(STAGE, it.id().text());
            done += measure(engines, it, seconds).isPresent() ? 1 : 0;
        }
        listener.finished(STAGE);
        return done;
    }

    private Optional<BoundaryLadder> measure(
            EngineStore engines, BenchmarkCase it, double seconds) {
        return switch (engines.get(EngineRequest.of(it, catalog, 0))) {
            case Reply.Broken<PreparedEngine>(var error, String reason) ->
                    none(it, "has no engine: " + reason);
            case Reply.Done<PreparedEngine>(PreparedEngine engine) -> {
                BoundaryJob job =
                        new BoundaryJob(
                                it.id(),
                                engine,
                                it.model().inputs(),
                                it.shape(),
                                it.batch(),
                                seconds);
                Duration measuring = Duration.ofMillis((long) (seconds * WINDOWS * 1000));
                Reply<BoundaryLadder> reply =
                        runtime.timing(
                                        engine.request().engine(),
                                        run.work().resolve(STAGE).resolve(it.id().text()),
                                        measuring)
                                .run(BoundaryWorker.class, job, BoundaryLadder.class);
                yield switch (reply) {
                    case Reply.Broken<BoundaryLadder>(var error, String reason) ->
                            none(it, "has no boundaries: " + reason);
                    case Reply.Done<BoundaryLadder>(BoundaryLadder ladder) -> {
                        AtomicFile.write(
                                run.root().resolve(BoundaryLadder.file(it.id())),
                                Json.indented().writeValueAsString(ladder));
                        listener.done(
                                STAGE, it.id() + ": " + ladder.rungs().size() + " boundaries");
                        yield Optional.of(ladder);
                    }
                };
            }
        };
    }

    private Optional<BoundaryLadder> none(BenchmarkCase it, String why) {
        listener.done(STAGE, it.id() + " " + why);
        return Optional.empty();
    }
}
