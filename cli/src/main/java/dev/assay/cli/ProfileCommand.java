package dev.assay.cli;

import dev.assay.cli.inside.CaptureScript;
import dev.assay.cli.inside.Captures;
import dev.assay.core.AssayException;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.verdict.Exit;
import dev.assay.engines.EngineRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Looks into the engines of a run that was measured: kernels and layers, in processes that time
/// nothing.
@Command(
        name = "profile",
        description = {
            "Note the kernels and layers of a run's GPU cases, then write the report anew.",
            "Nothing that was measured changes: each case runs once more in a process of its",
            "own. Results go to profiles/<case>.json, and in trtexec's forms beside it.",
            "With --nsys or --ncu, CASE of --suite is prepared for that profiler instead: its",
            "plan is built, and a script runs N queries of it inside a capture range."
        },
        mixinStandardHelpOptions = true)
final class ProfileCommand implements Callable<Integer> {
    private static final int MOST_QUERIES = 10_000;

    @Mixin private RunArgument argument = new RunArgument();
    @Mixin private StageOptions options = new StageOptions();
    @Mixin private EngineOptions engines = new EngineOptions();

    @Option(names = "--cases", paramLabel = "GLOB", description = "profile only these cases")
    private Optional<String> cases = Optional.empty();

    @Option(
            names = "--queries",
            paramLabel = "N",
            description = "queries to trace of each case; default: ${DEFAULT-VALUE}",
            defaultValue = "50")
    private int queries = 50;

    @Option(
            names = "--no-ceilings",
            description = "do not measure what the GPU can do at most; take its data sheet")
    private boolean noCeilings;

    @ArgGroup private Nsight nsight = new Nsight();

    @Option(
            names = "--suite",
            paramLabel = "FILE",
            description = "of the case for --nsys or --ncu; default: smoke")
    private Optional<Path> suite = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for --nsys or --ncu; default: ${DEFAULT-VALUE}",
            defaultValue = "capture")
    private Path out = Path.of("capture");

    /// Profilers of NVIDIA's.
    static final class Nsight {
        @Option(names = "--nsys", description = "prepare a case for Nsight Systems")
        private boolean nsys;

        @Option(names = "--ncu", description = "prepare a case for Nsight Compute")
        private boolean ncu;
    }

    @Override
    public Integer call() {
        if (queries < 2 || queries > MOST_QUERIES) {
            throw AssayException.config(
                    "--queries is %d, it must be 2 to %d".formatted(queries, MOST_QUERIES));
        }
        AssayHome home = options.home();
        if (nsight.nsys || nsight.ncu) {
            return capture(home);
        }
        RunDirectory run = argument.open(home);
        EngineRuntime runtime = engines.runtime(home, options.timeout());
        Stages.generate(run);
        List<BenchmarkCase> chosen = new Stages(run, runtime, true).cases(cases);
        EngineHost host = engines.host(runtime, chosen, home.cache());
        int profiled;
        try (RunLog log = new RunLog(run.log(), Console.progress());
                RunLocks locks = host.lock(home, run.root(), chosen, engines)) {
            log.info("profile on " + run.root());
            profiled =
                    new Stages(run, host.runtime(), engines.allowShared())
                            .profile(chosen, queries, !noCeilings, log);
        }
        Console.out().println(profiled + " cases profiled");
        if (host.device().isEmpty()) {
            Console.out()
                    .println(
                            "No case ran on a GPU, and kernels are a GPU's: `boundaries` says what a query costs on the CPU");
        }
        Console.out().println("Report: " + new Stages(run, runtime, true).report());
        return profiled == 0 ? Exit.CASES_FAILED : Exit.CLEAN;
    }

    private int capture(AssayHome home) {
        String pattern =
                argument.text()
                        .or(() -> cases)
                        .orElseThrow(() ->
                                AssayException.config(
                                        "which case? `assay profile CASE --suite FILE --nsys`"));
        EngineCatalog catalog = EngineCatalog.standard();
        List<BenchmarkCase> chosen =
                CaseArgument.cases(
                        home,
                        catalog,
                        suite,
                        pattern,
                        it -> catalog.get(it.engine().id()).device() != Device.CPU,
                        "engines on a GPU run kernels");
        EngineRuntime runtime = engines.runtime(home, options.timeout());
        EngineHost host = engines.host(runtime, chosen, home.cache());
        CaptureScript.Tool tool = nsight.nsys ? CaptureScript.Tool.NSYS : CaptureScript.Tool.NCU;
        BenchmarkCase it = chosen.getFirst();
        try (RunLocks locks = host.lock(home, home.cache().resolve("capture"), chosen, engines)) {
            Captures captures =
                    new Captures(host.runtime(), out.toAbsolutePath().normalize(), queries);
            Captures.Made made = captures.prepare(it, tool);
            Console.out().println(it.id() + ": " + queries + " queries in the capture range");
            Console.out().println(made.commandLine());
            Console.out().println("Run it with its variables: sh " + made.script());
        }
        return Exit.CLEAN;
    }
}
