package dev.assay.benchmarks;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.process.JavaLauncher;
import dev.assay.core.process.Jobs;
import dev.assay.core.process.Reply;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome;
import dev.assay.core.run.Outcome.Failed;
import dev.assay.core.run.Outcome.Measured;
import dev.assay.core.run.Outcome.Skipped;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.StageListener;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineStore;
import dev.assay.engines.PreparedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Measures the cases of a run, fork by fork.
///
/// Engines are prepared first. Then every round measures one fork of every case, in turn forwards
/// and backwards, so that a slow drift of the machine falls on all cases alike. What is already in
/// `measurements.jsonl` is not measured again.
public final class BenchStage {
    private final RunDirectory run;
    private final EngineCatalog catalog;
    private final BenchSettings settings;
    private final StageListener listener;
    private final EngineStore engines;
    private final Set<CaseId> over = ConcurrentHashMap.newKeySet();
    private final Map<CaseId, Set<Integer>> done = new HashMap<>();
    private final Map<CaseId, Double> querySeconds = new HashMap<>();

    public BenchStage(
            RunDirectory run,
            EngineCatalog catalog,
            BenchSettings settings,
            StageListener listener) {
        this.run = run;
        this.catalog = catalog;
        this.settings = settings;
        this.listener = listener;
        this.engines = new EngineStore(run.root(), settings.runtime());
    }

    public void measure(List<BenchmarkCase> cases) {
        recall(cases);
        List<BenchmarkCase> open =
                cases.stream().filter(it -> !isOver(it) && forksLeft(it) > 0).toList();
        prepare(open, this::openForks);
        listener.started(
                "bench", open.stream().filter(it -> !isOver(it)).mapToInt(this::forksLeft).sum());
        int most = open.stream().mapToInt(this::forks).max().orElse(0);
        for (int fork = 0; fork < most; fork++) {
            List<BenchmarkCase> order = new ArrayList<>(fork % 2 == 0 ? open : open.reversed());
            for (BenchmarkCase benchmarkCase : order) {
                if (fork < forks(benchmarkCase)) {
                    measure(benchmarkCase, fork);
                }
            }
        }
        listener.finished("bench");
    }

    /// Prepares the engines of all cases, for callers that order forks themselves by {@link
    /// #measure(BenchmarkCase, int)}.
    public void prepare(List<BenchmarkCase> cases) {
        recall(cases);
        prepare(
                cases.stream().filter(it -> !isOver(it)).toList(),
                it -> IntStream.range(0, it.engine().builds()));
    }

    /// Takes over the engines that another stage prepared, and how long it found their queries to
    /// take: forks of both are equally long then.
    public void prepareLike(BenchStage prepared, List<BenchmarkCase> cases) {
        recall(cases);
        engines.adopt(prepared.engines);
        querySeconds.putAll(prepared.querySeconds);
    }

    private void recall(List<BenchmarkCase> cases) {
        run.measurements().forEach(this::remember);
        skip(cases);
    }

    /// Measures one fork of a prepared case, unless that is done or the case has failed.
    public void measure(BenchmarkCase benchmarkCase, int fork) {
        if (!isOver(benchmarkCase) && !isDone(benchmarkCase, fork)) {
            measureFork(benchmarkCase, fork);
        }
    }

    /// Whether a case has failed or was skipped: no fork of it is worth measuring.
    public boolean isOver(BenchmarkCase benchmarkCase) {
        return over.contains(benchmarkCase.id());
    }

    private void skip(List<BenchmarkCase> cases) {
        for (BenchmarkCase benchmarkCase : cases) {
            if (!isOver(benchmarkCase)) {
                benchmarkCase
                        .skipped()
                        .ifPresent(reason -> record(benchmarkCase, 0, new Skipped(reason)));
            }
        }
    }

    /// @param forks whose engines are wanted
    private void prepare(List<BenchmarkCase> cases, Function<BenchmarkCase, IntStream> forks) {
        Map<EngineRequest, List<BenchmarkCase>> byEngine = new LinkedHashMap<>();
        for (BenchmarkCase benchmarkCase : cases) {
            forks.apply(benchmarkCase)
                    .mapToObj(fork -> EngineRequest.of(benchmarkCase, catalog, fork))
                    .distinct()
                    .forEach(request ->
                            byEngine.computeIfAbsent(request, it -> new ArrayList<>())
                                    .add(benchmarkCase));
        }
        // Plans take minutes: they are counted apart, or the forks' time left would be wrong.
        listener.started("prepare", byEngine.size());
        Jobs.inOrder(
                EngineRequest.buildsFirst(byEngine.entrySet(), Map.Entry::getKey),
                settings.jobs(),
                it -> prepare(it.getKey(), left(it.getValue())),
                (it, tried) -> {
                    EngineRequest request = it.getKey();
                    String outcome = keep(request, tried, left(it.getValue()));
                    listener.done(
                            "prepare",
                            String.format(
                                    Locale.ROOT,
                                    "%s: %s (%.1f s)",
                                    request.label(),
                                    outcome,
                                    tried.seconds()));
                });
        listener.finished("prepare");
    }

    private List<BenchmarkCase> left(List<BenchmarkCase> cases) {
        return cases.stream().filter(it -> !isOver(it)).toList();
    }

    private IntStream openForks(BenchmarkCase benchmarkCase) {
        return IntStream.range(0, forks(benchmarkCase))
                .filter(fork -> !isDone(benchmarkCase, fork));
    }

    /// What came of preparing an engine.
    ///
    /// @param engine empty where no case wanted it any more
    /// @param times that queries of its cases took
    private record Tried(
            Optional<Reply<PreparedEngine>> engine, List<ProbeWorker.Time> times, double seconds) {}

    /// Writes nothing down: several are prepared at a time.
    private Tried prepare(EngineRequest request, List<BenchmarkCase> cases) {
        if (cases.isEmpty()) {
            return new Tried(Optional.empty(), List.of(), 0);
        }
        long start = System.nanoTime();
        listener.working("prepare", request.label());
        Reply<PreparedEngine> reply = engines.get(request);
        List<ProbeWorker.Time> times =
                request.build() == 0
                                && reply
                                        instanceof Reply.Done<PreparedEngine>(PreparedEngine engine)
                        ? probe(engine, cases)
                        : List.of();
        return new Tried(Optional.of(reply), times, (System.nanoTime() - start) / 1e9);
    }

    /// @return how it went, in a few words
    private String keep(EngineRequest request, Tried tried, List<BenchmarkCase> cases) {
        if (tried.engine().isEmpty()) {
            return "not needed";
        }
        return switch (tried.engine().get()) {
            case Reply.Broken<PreparedEngine>(var error, var reason) -> {
                Outcome outcome = broken(error, reason);
                for (BenchmarkCase benchmarkCase : cases) {
                    int fork =
                            openForks(benchmarkCase)
                                    .filter(it -> it % request.builds() == request.build())
                                    .findFirst()
                                    .orElse(request.build());
                    record(benchmarkCase, fork, outcome);
                }
                yield outcome instanceof Skipped ? "skipped, " + reason : "failed, " + reason;
            }
            case Reply.Done<PreparedEngine>(PreparedEngine engine) -> {
                cases.forEach(it -> keepLayers(it.id(), request, engine));
                tried.times().forEach(time -> querySeconds.put(time.caseId(), time.seconds()));
                yield "ready";
            }
        };
    }

    /// The cache may be emptied; what a number came from stays with it.
    private void keepLayers(CaseId id, EngineRequest request, PreparedEngine engine) {
        engine.layers()
                .ifPresent(report -> {
                    String build = request.build() == 0 ? "" : ".build" + (request.build() + 1);
                    Path kept = run.root().resolve("layers").resolve(id.text() + build + ".json");
                    try {
                        AtomicFile.write(kept, Files.readAllBytes(report));
                    } catch (IOException e) {
                        throw AssayException.environment("Cannot read " + report + ": " + e, e);
                    }
                });
    }

    /// Learns how long a query of each case takes, so that all forks of a case are equally long.
    private List<ProbeWorker.Time> probe(PreparedEngine engine, List<BenchmarkCase> cases) {
        Path probes = run.work().resolve("probe");
        ProbeWorker.Job job =
                new ProbeWorker.Job(
                        engine,
                        cases.stream()
                                .map(it ->
                                        new ProbeWorker.Case(
                                                it.id(),
                                                it.model().inputs(),
                                                it.shape(),
                                                it.batch()))
                                .toList(),
                        probes.resolve("turn.lock"));
        Reply<ProbeWorker.Answer> reply =
                settings.runtime()
                        .timing(
                                engine.request().engine(),
                                probes.resolve(cases.getFirst().id().text()),
                                Duration.ZERO)
                        .run(ProbeWorker.class, job, ProbeWorker.Answer.class);
        // A case that cannot even be probed fails in its first fork, with the fork's own reason.
        return reply instanceof Reply.Done<ProbeWorker.Answer>(ProbeWorker.Answer answer)
                ? answer.times()
                : List.of();
    }

    private void measureFork(BenchmarkCase benchmarkCase, int fork) {
        CaseId id = benchmarkCase.id();
        listener.working("bench", "%s, fork %d".formatted(id, fork));
        PreparedEngine engine =
                engines.get(EngineRequest.of(benchmarkCase, catalog, fork)).orThrow();
        double measureSeconds =
                settings.measureSeconds(
                        Math.max(
                                querySeconds.getOrDefault(id, 0.0),
                                benchmarkCase.workload().meanGapSeconds()));
        ForkJob job =
                new ForkJob(
                        id,
                        fork,
                        engine,
                        benchmarkCase.model().inputs(),
                        benchmarkCase.shape(),
                        benchmarkCase.batch(),
                        benchmarkCase.workload(),
                        settings.warmUpSeconds(),
                        measureSeconds,
                        settings.sharedDevice(),
                        run.root(),
                        run.work().resolve("bench").resolve(id.text()).resolve("fork" + fork),
                        settings.slowdown());
        Reply<Measurement> reply = launcher(job).run(ForkHost.class, job, Measurement.class);
        Outcome outcome =
                switch (reply) {
                    case Reply.Done<Measurement>(Measurement measurement) ->
                            new Measured(measurement);
                    case Reply.Broken<Measurement>(var error, var reason) -> broken(error, reason);
                };
        record(benchmarkCase, fork, outcome);
        listener.done("bench", describe(id, fork, outcome));
    }

    /// What an engine or a GPU does not have is no failure.
    private static Outcome broken(ErrorKind error, String reason) {
        return error == ErrorKind.UNSUPPORTED ? new Skipped(reason) : new Failed(error, reason);
    }

    private JavaLauncher launcher(ForkJob job) {
        Duration measuring =
                Duration.ofMillis((long) ((job.warmUpSeconds() + job.measureSeconds()) * 1e3));
        return settings.runtime().hosting(job.engine().request().engine(), job.folder(), measuring);
    }

    private static String describe(CaseId id, int fork, Outcome outcome) {
        return switch (outcome) {
            case Measured(Measurement measurement) ->
                    String.format(
                            Locale.ROOT,
                            "%s fork %d: median %.3f ms %s, %d samples",
                            id,
                            fork,
                            measurement.primary().samples().medianSeconds() * 1e3,
                            measurement.primary().boundary(),
                            measurement.primary().samples().count());
            case Failed(var error, String reason) -> id + " failed: " + reason;
            case Skipped(String reason) -> id + " skipped: " + reason;
        };
    }

    private void record(BenchmarkCase benchmarkCase, int fork, Outcome outcome) {
        MeasurementRow row = new MeasurementRow(benchmarkCase.id(), fork, outcome);
        run.append(row);
        remember(row);
    }

    private void remember(MeasurementRow row) {
        done.computeIfAbsent(row.caseId(), id -> new HashSet<>()).add(row.fork());
        if (!(row.outcome() instanceof Measured)) {
            over.add(row.caseId());
        }
    }

    private boolean isDone(BenchmarkCase benchmarkCase, int fork) {
        return done.getOrDefault(benchmarkCase.id(), Set.of()).contains(fork);
    }

    private int forksLeft(BenchmarkCase benchmarkCase) {
        return forks(benchmarkCase) - done.getOrDefault(benchmarkCase.id(), Set.of()).size();
    }

    private int forks(BenchmarkCase benchmarkCase) {
        return settings.effort().forks(benchmarkCase.engine().builds());
    }
}
