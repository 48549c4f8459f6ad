package dev.assay.cli;

import dev.assay.accuracy.AccuracyStage;
import dev.assay.benchmarks.BenchSettings;
import dev.assay.benchmarks.BenchStage;
import dev.assay.benchmarks.Pace;
import dev.assay.benchmarks.boundaries.BoundaryStage;
import dev.assay.benchmarks.profile.ProfileStage;
import dev.assay.core.AssayException;
import dev.assay.core.comparison.CompareSubjects;
import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.noise.Calibration;
import dev.assay.core.run.EnvironmentId;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.StageListener;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.CaseGlob;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Effort;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.suite.SuiteReader;
import dev.assay.core.verdict.Baselines;
import dev.assay.core.verdict.CompareStage;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.engines.EngineRuntime;
import dev.assay.reports.ReportWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The stages on one run directory; each reads only the files of the stages before it.
final class Stages {
    /// Half of a comparison is one thread's work: starting, reading, adding up errors.
    private static final int COMPARED_ON_CPU = 2;

    private final RunDirectory run;
    private final EngineRuntime runtime;
    private final boolean sharedDevice;
    private final OptionalInt jobs;
    private final EngineCatalog catalog = EngineCatalog.standard();

    /// @param sharedDevice whether others may use the GPU meanwhile
    Stages(RunDirectory run, EngineRuntime runtime, boolean sharedDevice) {
        this(run, runtime, sharedDevice, OptionalInt.empty());
    }

    /// @param jobs engines that are prepared, and cases that are compared, at a time; by default
    ///   one, and two to compare where no case is of an engine for GPUs: one may not hold both
    Stages(RunDirectory run, EngineRuntime runtime, boolean sharedDevice, OptionalInt jobs) {
        this.jobs = jobs;
        this.run = run;
        this.runtime = runtime;
        this.sharedDevice = sharedDevice;
    }

    /// Makes the data that the run's suite wants generated and that are not here.
    static void generate(RunDirectory run) {
        EngineCatalog catalog = EngineCatalog.standard();
        GeneratedSets.of(catalog).make(new SuiteReader(catalog).read(run.suiteFile()));
    }

    void bench(Effort effort, StageListener listener) {
        bench(effort, Optional.empty(), listener);
    }

    /// @param pace of every fork; absent for the effort's own
    void bench(Effort effort, Optional<Pace> pace, StageListener listener) {
        BenchSettings settings =
                new BenchSettings(effort, runtime, sharedDevice, 0, pace, jobs.orElse(1));
        new BenchStage(run, catalog, settings, listener).measure(cases());
    }

    /// @return how many cases have a profile now
    int profile(List<BenchmarkCase> cases, int queries, boolean ceilings, StageListener listener) {
        return new ProfileStage(run, catalog, runtime, listener).profile(cases, queries, ceilings);
    }

    /// @param seconds of each boundary
    /// @return how many cases have boundaries now
    int boundaries(List<BenchmarkCase> cases, double seconds, StageListener listener) {
        return new BoundaryStage(run, catalog, runtime, listener).measure(cases, seconds);
    }

    void accuracy(StageListener listener) {
        List<BenchmarkCase> cases = cases();
        boolean onGpu =
                cases.stream().anyMatch(it -> catalog.get(it.engine().id()).device() == Device.GPU);
        int atATime = jobs.orElse(onGpu ? 1 : COMPARED_ON_CPU);
        new AccuracyStage(run, catalog, runtime, listener, atATime).compare(cases);
    }

    /// Judging needs no engine.
    ///
    /// @param gated whether too much that is not proven has an exit code
    static RunVerdict compare(RunDirectory run, BaselineOptions options, boolean gated) {
        Path baselines = options.folder();
        if (ComparisonPlan.find(run).isPresent()) {
            EnvironmentId environment =
                    run.environment()
                            .orElseThrow(() ->
                                    AssayException.data(run.root() + " has no environment.json"))
                            .id();
            return new CompareSubjects(
                            run,
                            Calibration.read(baselines, environment),
                            EngineCatalog.standard(),
                            gated)
                    .decide(caseIds(run));
        }
        return new CompareStage(
                        run, new Baselines(baselines), acceptCommand(run), options.subject(), gated)
                .decide(caseIds(run));
    }

    /// Judges a run that no accepted speeds belong to.
    static RunVerdict compareAlone(RunDirectory run) {
        Baselines none = new Baselines(run.root().resolve("no-baselines"));
        return new CompareStage(run, none, acceptCommand(run), Set.of(), false)
                .decide(caseIds(run));
    }

    private static String acceptCommand(RunDirectory run) {
        Path here = Path.of("").toAbsolutePath();
        Path shown = run.root().startsWith(here) ? here.relativize(run.root()) : run.root();
        return "./run-all.sh accept --run %s --reason \"first baseline\"".formatted(shown);
    }

    Path report() {
        return report(run);
    }

    /// A report needs no engine either.
    static Path report(RunDirectory run) {
        return ReportWriter.write(run, run.report());
    }

    /// Judging needs no models: a run can be judged on another machine than it was measured on.
    private static List<CaseId> caseIds(RunDirectory run) {
        EngineCatalog catalog = EngineCatalog.standard();
        SuiteReader reader = new SuiteReader(catalog).withoutFiles();
        return SuiteOptions.expand(reader.read(run.suiteFile()), catalog).stream()
                .map(BenchmarkCase::id)
                .toList();
    }

    /// The cases of the suite as the run was begun with it.
    List<BenchmarkCase> cases() {
        return SuiteOptions.expand(new SuiteReader(catalog).read(run.suiteFile()), catalog);
    }

    /// Those of them whose id matches; all without a pattern.
    List<BenchmarkCase> cases(Optional<String> glob) {
        Optional<CaseGlob> wanted = glob.map(CaseGlob::new);
        return cases().stream()
                .filter(it -> wanted.map(pattern -> pattern.matches(it.id())).orElse(true))
                .toList();
    }
}
