package dev.assay.cli;

import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.Effort;
import dev.assay.core.verdict.Exit;
import dev.assay.engines.EngineRuntime;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The first stage on a run directory: measures what is not measured yet.
@Command(
        name = "bench",
        description = "Measure what a run directory still lacks.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Mixin private RunArgument argument = new RunArgument();
    @Mixin private StageOptions options = new StageOptions();
    @Mixin private EngineOptions engines = new EngineOptions();
    @Mixin private JobsOption jobs = new JobsOption();

    @Override
    public Integer call() {
        OptionalInt atATime = jobs.given();
        AssayHome home = options.home();
        RunDirectory run = argument.open(home);
        RunInfo info = run.info().orElseThrow();
        Effort effort = Effort.of(info.effort());
        EngineRuntime runtime = engines.runtime(home, options.timeout());
        Stages.generate(run);
        List<BenchmarkCase> cases = new Stages(run, runtime, true).cases();
        EngineHost host = engines.host(runtime, cases, home.cache());
        try (RunLog log = new RunLog(run.log(), Console.progress());
                RunLocks locks = host.lock(home, run.root(), cases, engines)) {
            log.info("bench on " + run.root());
            new Stages(run, host.runtime(), engines.allowShared(), atATime).bench(effort, log);
        }
        return Exit.CLEAN;
    }
}
