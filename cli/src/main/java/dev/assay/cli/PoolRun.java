package dev.assay.cli;

import dev.assay.benchmarks.Pace;
import dev.assay.core.AssayException;
import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.SideForks;
import dev.assay.core.comparison.SubjectSuite;
import dev.assay.core.rehearsal.PoolOrder;
import dev.assay.core.rehearsal.PoolOrder.Slot;
import dev.assay.core.rehearsal.PoolPlan;
import dev.assay.core.run.Environment;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.StageListener;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.ab.DecisionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Measures many forks of several subjects in one session.
final class PoolRun {
    private final AssayHome home;
    private final RunOptions options;
    private final Optional<Pace> pace;
    private final Optional<Duration> budget;
    private final InstantSource clock = InstantSource.system();
    private final EngineCatalog catalog = EngineCatalog.standard();

    /// @param budget after which no fork begins
    PoolRun(AssayHome home, RunOptions options, Optional<Pace> pace, Optional<Duration> budget) {
        this.home = home;
        this.options = options;
        this.pace = pace;
        this.budget = budget;
    }

    /// @throws AssayException if a candidate's engines would have to be built anew: then builds
    ///   differ, not forks
    RunDirectory start(Suite suite, PoolPlan plan, Path out) {
        plan.candidates()
                .forEach(it -> {
                    ComparisonPlan pair =
                            ComparisonPlan.of(
                                    plan.reference(),
                                    it,
                                    plan.seed(),
                                    0,
                                    plan.candidateForks(),
                                    DecisionPolicy.DEFAULT_MARGIN);
                    ComparisonRun.Design design =
                            new ComparisonRun(home, options, new BaselineOptions())
                                    .design(suite, pair);
                    if (!design.plan().rebuilt().isEmpty()) {
                        throw AssayException.config(
                                "%s needs other engines than %s: pools are forks of one engine, see 'assay ab'"
                                        .formatted(it.label(), plan.reference().label()));
                    }
                });
        SubjectSuite subjects = new SubjectSuite(catalog);
        Suite reference = subjects.of(suite, plan.reference());
        List<BenchmarkCase> cases = SuiteOptions.expand(reference, catalog);
        EngineHost host = options.engines().host(options.runtime(), cases, home.cache());
        Environment environment =
                new EnvironmentProbe(Path.of("/")).probe(clock.instant(), host.device());
        RunFolders folders = new RunFolders(home.runs());
        RunDirectory run = new RunDirectory(out);
        for (int i = 0; i < plan.subjects(); i++) {
            folders.create(
                    subjects.of(suite, plan.subject(i)),
                    options.effort(),
                    environment,
                    CommandLineText.current(),
                    clock.instant(),
                    Optional.of(PoolPlan.folder(run, i).root()));
        }
        plan.write(run);
        measure(run, plan, host, cases);
        return run;
    }

    private void measure(
            RunDirectory run, PoolPlan plan, EngineHost host, List<BenchmarkCase> cases) {
        boolean shared = options.engines().allowShared();
        try (RunLog log = new RunLog(run.log(), Console.progress());
                RunLocks locks = host.lock(home, run.root(), cases, options.engines())) {
            log.info("Assay " + Version.current() + ", pools " + run.root());
            List<SubjectRun> subjects =
                    IntStream.range(0, plan.subjects())
                            .mapToObj(i ->
                                    new SubjectRun(
                                            PoolPlan.folder(run, i),
                                            plan.subject(i),
                                            options.effort(),
                                            pace,
                                            host.runtime(),
                                            shared,
                                            new SubjectListener(Integer.toString(i), log)))
                            .toList();
            subjects.getFirst().prepare();
            subjects.stream().skip(1).forEach(it -> it.prepareLike(subjects.getFirst()));
            takeTurns(run, plan, subjects, ComparisonRun.ids(cases), log);
            for (int i = 0; i < plan.subjects(); i++) {
                RunDirectory side = PoolPlan.folder(run, i);
                side.writeInfo(side.info().orElseThrow().finish(clock.instant(), Exit.CLEAN));
            }
        }
    }

    private void takeTurns(
            RunDirectory run,
            PoolPlan plan,
            List<SubjectRun> subjects,
            List<CaseId> cases,
            StageListener listener) {
        PoolOrder order = new PoolOrder(plan.seed());
        BooleanSupplier timeLeft = ComparisonRun.timeLeft(budget, clock);
        int most = plan.mostForks();
        int forks = plan.referenceForks() + plan.candidates().size() * plan.candidateForks();
        listener.started("bench", forks * cases.size());
        for (int fork = 0; fork < most; fork++) {
            int now = fork;
            List<Slot> wanted = slots(plan, cases, it -> plan.measures(it.subject(), now));
            round(order.round(wanted), subjects, fork, timeLeft);
        }
        // What was not valid is measured once more, not until it pleases.
        for (int fork = most; fork < 2 * most; fork++) {
            List<Map<CaseId, List<Double>>> valid =
                    IntStream.range(0, plan.subjects())
                            .mapToObj(i -> SideForks.validSeconds(PoolPlan.folder(run, i)))
                            .toList();
            List<Slot> wanted =
                    slots(
                            plan,
                            cases,
                            it ->
                                    valid.get(it.subject())
                                                    .getOrDefault(it.caseId(), List.of())
                                                    .size()
                                            < plan.forks(it.subject()));
            round(order.round(wanted), subjects, fork, timeLeft);
        }
        listener.finished("bench");
    }

    private static List<Slot> slots(PoolPlan plan, List<CaseId> cases, Predicate<Slot> wanted) {
        List<Slot> slots = new ArrayList<>();
        for (CaseId caseId : cases) {
            for (int i = 0; i < plan.subjects(); i++) {
                slots.add(new Slot(caseId, i));
            }
        }
        return slots.stream().filter(wanted).toList();
    }

    private static void round(
            List<Slot> slots, List<SubjectRun> subjects, int fork, BooleanSupplier timeLeft) {
        for (Slot slot : slots) {
            boolean over = subjects.stream().anyMatch(it -> it.isOver(slot.caseId()));
            if (!over && timeLeft.getAsBoolean()) {
                subjects.get(slot.subject()).measure(slot.caseId(), fork);
            }
        }
    }
}
