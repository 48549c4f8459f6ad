package dev.assay.cli;

import dev.assay.core.run.RunDirectory;
import dev.assay.core.verdict.Exit;
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

    @Option(names = "--again", description = "compare again what was compared already")
    private boolean again;

    @Override
    public Integer call() {
        AssayHome home = options.home();
        RunDirectory run = argument.open(home);
        if (again) {
            run.clearAccuracy();
        }
        try (RunLog log = new RunLog(run.log(), Console.progress());
                RunLock lock = RunLock.forRun(home, run.root())) {
            log.info("accuracy on " + run.root());
            new Stages(run, home, options.timeout()).accuracy(log);
        }
        return Exit.CLEAN;
    }
}
