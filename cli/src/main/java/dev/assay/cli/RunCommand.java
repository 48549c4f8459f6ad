package dev.assay.cli;

import dev.assay.core.run.Environment;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.shard.Shard;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.core.verdict.SessionRecorder;
import dev.assay.reports.TerminalTable;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Everything on one suite: bench, accuracy, compare, report.
@Command(
        name = "run",
        description = "Measure a suite, check its outputs, judge and report.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final int TERMINAL_WIDTH = 80;
    private static final int PROFILED_QUERIES = 50;

    @Mixin private SuiteOptions suiteOptions = new SuiteOptions();
    @Mixin private RunOptions options = new RunOptions();
    @Mixin private BaselineOptions baselines = new BaselineOptions();
    @Mixin private CiOptions ci = new CiOptions();
    @Mixin private JobsOption jobs = new JobsOption();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "run directory; default: a new one under runs/")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--resume",
            description = "go on with the newest unfinished run of the same suite")
    private boolean resume;

    @Option(
            names = "--dry-run",
            description = "say what would be measured and how long it takes; do nothing")
    private boolean dryRun;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "only part I of N, the same on every machine; assay merge joins them")
    private Optional<String> part = Optional.empty();

    @Option(
            names = "--profile",
            description = "note kernels and layers of GPU cases too, after they were timed")
    private boolean profile;

    @Option(names = "--gate", description = "exit 2 where too much is not proven")
    private boolean gate;

    @Override
    public Integer call() {
        OptionalInt atATime = jobs.given();
        ci.begin();
        InstantSource clock = InstantSource.system();
        AssayHome home = options.home();
        EngineCatalog catalog = EngineCatalog.standard();
        Optional<Shard> shard = part.map(Shard::parse);
        Suite whole = suiteOptions.read(home, catalog);
        List<BenchmarkCase> planned = SuiteOptions.expand(whole, catalog);
        Suite suite = shard.map(it -> Shards.suite(whole, planned, it)).orElse(whole);
        List<BenchmarkCase> cases = SuiteOptions.expand(suite, catalog);
        SuiteCheck.missing(suite).forEach(it -> Console.err().println("Skipping " + it));
        if (dryRun) {
            DryRun.print(Console.out(), suite, cases, options.effort());
            return Exit.CLEAN;
        }
        out.ifPresent(RunFolders::requireFree);
        GeneratedSets.of(catalog).make(suite);
        EngineHost host = options.engines().host(options.runtime(), cases, home.cache());
        Environment environment =
                new EnvironmentProbe(Path.of("/")).probe(clock.instant(), host.device());
        RunFolders folders = new RunFolders(home.runs());
        RunDirectory run =
                resume
                        ? folders.findUnfinished(suite, options.effort(), environment, out)
                        : folders.create(
                                suite,
                                options.effort(),
                                environment,
                                CommandLineText.current(),
                                clock.instant(),
                                out);
        shard.filter(_ -> !resume)
                .map(it -> Shards.info(it, whole, planned, options.effort()))
                .ifPresent(it -> it.write(run));
        try (RunLog log = new RunLog(run.log(), Console.progress());
                RunLocks locks = host.lock(home, run.root(), cases, options.engines())) {
            log.info("Assay " + Version.current() + ", run " + run.root());
            return execute(
                    new Stages(run, host.runtime(), options.engines().allowShared(), atATime),
                    run,
                    log,
                    clock);
        }
    }

    private int execute(Stages stages, RunDirectory run, RunLog log, InstantSource clock) {
        Console.err().println("Run " + run.root());
        Thread farewell =
                new Thread(() ->
                        Console.err()
                                .printf(
                                        "%nInterrupted. %s keeps what was measured: the same command with --resume goes on.%n",
                                        run.root()));
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            return measured(stages, run, log, clock);
        } finally {
            forget(farewell);
        }
    }

    private static void forget(Thread farewell) {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook has its say.
            return;
        }
    }

    private int measured(Stages stages, RunDirectory run, RunLog log, InstantSource clock) {
        stages.bench(options.effort(), log);
        stages.accuracy(log);
        if (profile) {
            stages.profile(stages.cases(), PROFILED_QUERIES, true, log);
        }
        RunVerdict verdict = Stages.compare(run, baselines, gate);
        // A shard is no session of its own: merging records the whole.
        if (part.isEmpty()) {
            new SessionRecorder(baselines.folder())
                    .record(run, false)
                    .ifPresent(it -> Console.err().println("note: " + it));
        }
        RunInfo info = run.info().orElseThrow();
        run.writeInfo(info.finish(clock.instant(), verdict.exitCode()));
        Path index = stages.report();
        log.info(verdict.sentence() + " Exit code " + verdict.exitCode());
        Console.out().println(TerminalTable.render(run, TERMINAL_WIDTH));
        Console.out().println("Report: " + index);
        return ci.finishWithReport(run, verdict);
    }
}
