package dev.assay.cli;

import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.suite.Effort;
import dev.assay.core.verdict.Exit;
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

    @Override
    public Integer call() {
        AssayHome home = options.home();
        RunDirectory run = argument.open(home);
        RunInfo info = run.info().orElseThrow();
        Effort effort = Effort.of(info.effort());
        try (RunLog log = new RunLog(run.log(), Console.progress());
                RunLock lock = RunLock.forRun(home, run.root())) {
            log.info("bench on " + run.root());
            new Stages(run, home, options.timeout()).bench(effort, log);
        }
        return Exit.CLEAN;
    }
}
