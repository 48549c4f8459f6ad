package dev.assay.cli;

import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.suite.Effort;
import dev.assay.core.verdict.Exit;
import java.util.Locale;
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
        Effort effort = Effort.valueOf(info.effort().toUpperCase(Locale.ROOT));
        try (RunLog log = new RunLog(run.log(), Console.progress());
                RunLock lock =
                        RunLock.acquire(
                                home.locks(),
                                "cpu",
                                RunLock.holder(run.root()),
                                Console.err()::println)) {
            log.info("bench on " + run.root());
            new Stages(run, home, options.timeout()).bench(effort, log);
        }
        return Exit.CLEAN;
    }
}
