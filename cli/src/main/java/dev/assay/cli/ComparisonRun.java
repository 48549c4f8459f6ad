package dev.assay.cli;

import dev.assay.accuracy.detection.PairedDetections;
import dev.assay.core.AssayException;
import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.PairedScore;
import dev.assay.core.comparison.Screening;
import dev.assay.core.comparison.SubjectSuite;
import dev.assay.core.noise.Calibration;
import dev.assay.core.run.Environment;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Effort;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineSpec;
import dev.assay.core.suite.Suite;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.core.verdict.SessionRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Measures two subjects of one suite in one session: for `ab`, and for `calibrate`, whose subjects
/// are the same.
final class ComparisonRun {
    private final AssayHome home;
    private final RunOptions options;
    private final BaselineOptions baselines;
    private final InstantSource clock = InstantSource.system();
    private final EngineCatalog catalog = EngineCatalog.standard();

    ComparisonRun(AssayHome home, RunOptions options, BaselineOptions baselines) {
        this.home = home;
        this.options = options;
        this.baselines = baselines;
    }

    /// @param run that holds the verdicts now
    record Done(RunDirectory run, Environment environment, RunVerdict verdict) {}

    /// What a comparison is of.
    ///
    /// @param suiteA the reference's
    /// @param suiteB the candidate's
    /// @param plan with the cases that are rebuilt
    record Design(Suite suiteA, Suite suiteB, ComparisonPlan plan) {}

    /// Both suites of a plan, and which of their cases have to be rebuilt.
    Design design(Suite suite, ComparisonPlan plan) {
        SubjectSuite subjects = new SubjectSuite(catalog);
        Suite a = subjects.of(suite, plan.a());
        Suite b = subjects.of(suite, plan.b());
        boolean otherLibraries =
                !plan.a().dist().equals(plan.b().dist())
                        || !plan.a().tensorRt().equals(plan.b().tensorRt());
        List<EngineSpec> enginesA = new ArrayList<>();
        List<EngineSpec> enginesB = new ArrayList<>();
        for (int i = 0; i < a.engines().size(); i++) {
            EngineSpec left = a.engines().get(i);
            EngineSpec right = b.engines().get(i);
            boolean apart =
                    catalog.get(left.id()).profiled()
                            && (otherLibraries || !left.equals(right) || left.builds() > 1);
            int builds = apart ? Math.max(plan.builds(), left.builds()) : 1;
            enginesA.add(new EngineSpec(left.id(), left.options(), builds));
            enginesB.add(new EngineSpec(right.id(), right.options(), builds));
        }
        Suite suiteA = a.withEngines(enginesA);
        Suite suiteB = b.withEngines(enginesB);
        List<BenchmarkCase> cases = SuiteOptions.expand(suiteB, catalog);
        if (!ids(cases).equals(ids(SuiteOptions.expand(suiteA, catalog)))) {
            throw AssayException.config(
                    "a and b have different cases: a subject may not change what is in a case's id,"
                            + " such as its typing");
        }
        return new Design(
                suiteA,
                suiteB,
                plan.rebuilding(
                        cases.stream()
                                .filter(it -> it.engine().builds() > 1)
                                .map(BenchmarkCase::id)
                                .toList()));
    }

    static List<CaseId> ids(List<BenchmarkCase> cases) {
        return cases.stream().map(BenchmarkCase::id).toList();
    }

    Done start(Design design, Optional<Path> out, Optional<Duration> budget, boolean gated) {
        List<BenchmarkCase> cases = SuiteOptions.expand(design.suiteB(), catalog);
        GeneratedSets.of(catalog).make(design.suiteB());
        EngineHost host = options.engines().host(options.runtime(), cases, home.cache());
        // What a subject names and is not here ends the command before a run is begun.
        SubjectRun.runtime(design.plan().a(), host.runtime());
        SubjectRun.runtime(design.plan().b(), host.runtime());
        Environment environment =
                new EnvironmentProbe(Path.of("/")).probe(clock.instant(), host.device());
        RunFolders folders = new RunFolders(home.runs());
        RunDirectory run = create(folders, design.suiteB(), environment, out);
        create(
                folders,
                design.suiteA(),
                environment,
                Optional.of(ComparisonPlan.reference(run).root()));
        design.plan().write(run);
        return execute(run, host, environment, budget, gated);
    }

    /// Goes on with a comparison that was ended early.
    Done resume(Path folder, Optional<Duration> budget, boolean gated) {
        RunDirectory run = RunDirectory.open(folder);
        List<BenchmarkCase> cases =
                new Stages(run, options.runtime(), options.engines().allowShared()).cases();
        EngineHost host = options.engines().host(options.runtime(), cases, home.cache());
        Environment here = new EnvironmentProbe(Path.of("/")).probe(clock.instant(), host.device());
        Environment begun = run.environment().orElse(here);
        if (!begun.id().equals(here.id())) {
            throw AssayException.config(
                    "%s was begun in another environment (%s, here %s): start a new comparison"
                            .formatted(run.root(), begun.identity(), here.identity()));
        }
        return execute(run, host, begun, budget, gated);
    }

    private RunDirectory create(
            RunFolders folders, Suite suite, Environment environment, Optional<Path> folder) {
        return folders.create(
                suite,
                options.effort(),
                environment,
                CommandLineText.current(),
                clock.instant(),
                folder);
    }

    private Done execute(
            RunDirectory run,
            EngineHost host,
            Environment environment,
            Optional<Duration> budget,
            boolean gated) {
        ComparisonPlan plan =
                ComparisonPlan.find(run)
                        .orElseThrow(() ->
                                AssayException.config(run.root() + " compares no two subjects"));
        Effort effort = Effort.of(run.info().orElseThrow().effort());
        boolean shared = options.engines().allowShared();
        Calibration calibration = Calibration.read(baselines.folder(), environment.id());
        List<BenchmarkCase> cases = new Stages(run, host.runtime(), shared).cases();
        Console.err().println("Run " + run.root());
        try (RunLog log = new RunLog(run.log(), Console.progress());
                RunLocks locks = host.lock(home, run.root(), cases, options.engines())) {
            log.info("Assay " + Version.current() + ", comparison " + run.root());
            SubjectRun a =
                    new SubjectRun(
                            ComparisonPlan.reference(run),
                            plan.a(),
                            effort,
                            Optional.empty(),
                            host.runtime(),
                            shared,
                            new SubjectListener("a", log));
            SubjectRun b =
                    new SubjectRun(
                            run,
                            plan.b(),
                            effort,
                            Optional.empty(),
                            host.runtime(),
                            shared,
                            new SubjectListener("b", log));
            a.prepare();
            b.prepare();
            Screening screening = new Screening(run, plan, calibration);
            new TakeTurns(run, plan, screening, a, b, log, timeLeft(budget, clock))
                    .measure(ids(cases));
            a.accuracy();
            b.accuracy();
            List<PairedScore> pairs = PairedDetections.compare(ComparisonPlan.reference(run), run);
            if (!pairs.isEmpty()) {
                PairedScore.write(run, pairs);
            }
            RunVerdict verdict = Stages.compare(run, baselines, gated);
            if (plan.b().settings().isEmpty() && !plan.a().settings().isEmpty()) {
                // b is what a night measures; anything set on it is an experiment.
                new SessionRecorder(baselines.folder())
                        .record(run, true)
                        .ifPresent(it -> Console.err().println("note: " + it));
            }
            for (RunDirectory side : List.of(ComparisonPlan.reference(run), run)) {
                side.writeInfo(
                        side.info().orElseThrow().finish(clock.instant(), verdict.exitCode()));
            }
            log.info(verdict.sentence() + " Exit code " + verdict.exitCode());
            return new Done(run, environment, verdict);
        }
    }

    /// Whether a session that begins now may begin another fork.
    static BooleanSupplier timeLeft(Optional<Duration> budget, InstantSource clock) {
        Instant begin = clock.instant();
        return () ->
                budget.isEmpty()
                        || Duration.between(begin, clock.instant()).compareTo(budget.get()) < 0;
    }
}
