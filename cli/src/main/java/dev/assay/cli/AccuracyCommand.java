package dev.assay.cli;

import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.verdict.Exit;
import dev.assay.engines.EngineRuntime;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The second stage on a run directory: compares outputs with the references.
@Command(
        name = "accuracy",
        description = "Compare a run's outputs with the stored references.",
        mixinStandardHelpOptions = true)
final class AccuracyCommand implements Callable<Integer> {
    @Mixin private RunArgument argument = new RunArgument();
    @Mixin private StageOptions options = new StageOptions();
    @Mixin private EngineOptions engines = new EngineOptions();
    @Mixin private JobsOption jobs = new JobsOption();

    @Option(names = "--again", description = "compare again what was compared already")
    private boolean again;

    @Override
    public Integer call() {
        OptionalInt atATime = jobs.given();
        AssayHome home = options.home();
        RunDirectory run = argument.open(home);
        if (again) {
            run.clearAccuracy();
        }
        EngineRuntime runtime = engines.runtime(home, options.timeout());
        Stages.generate(run);
        List<BenchmarkCase> cases = new Stages(run, runtime, true).cases();
        EngineHost host = engines.host(runtime, cases, home.cache());
        try (RunLog log = new RunLog(run.log(), Console.progress());
                RunLocks locks = host.lock(home, run.root(), cases, engines)) {
            log.info("accuracy on " + run.root());
            new Stages(run, host.runtime(), engines.allowShared(), atATime).accuracy(log);
        }
        return Exit.CLEAN;
    }
}
