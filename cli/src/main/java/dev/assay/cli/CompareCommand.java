package dev.assay.cli;

import dev.assay.core.run.RunDirectory;
import dev.assay.core.verdict.RunVerdict;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The third stage on a run directory: decides.
@Command(
        name = "compare",
        description = "Decide what regressed in a run; the exit code says so.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Mixin private RunArgument argument = new RunArgument();
    @Mixin private StageOptions options = new StageOptions();
    @Mixin private BaselineOptions baselines = new BaselineOptions();
    @Mixin private CiOptions ci = new CiOptions();

    @Option(names = "--gate", description = "exit 2 where too much is not proven")
    private boolean gate;

    @Override
    public Integer call() {
        ci.begin();
        AssayHome home = options.home();
        RunDirectory run = argument.open(home);
        RunVerdict verdict = Stages.compare(run, baselines, gate);
        Console.out().println(verdict.sentence());
        verdict.notices().forEach(notice -> Console.out().println("note: " + notice));
        return ci.finish(run, verdict);
    }
}
