package dev.assay.cli;

import dev.assay.cli.inside.BoundariesText;
import dev.assay.core.AssayException;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.verdict.Exit;
import dev.assay.engines.EngineRuntime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Times cases of a run at every boundary: what a query costs, from its layers to Java's arrays.
@Command(
        name = "boundaries",
        description = {
            "Time a run's cases at every boundary, then write the report anew.",
            "Sum of layers, device compute, with transfers, enqueue to sync, Java end to end, with heap arrays.",
            "Nothing that was measured changes. The sum of layers comes from 'assay profile'."
        },
        mixinStandardHelpOptions = true)
final class BoundariesCommand implements Callable<Integer> {
    private static final double MOST_SECONDS = 600;

    @Mixin private RunArgument argument = new RunArgument();
    @Mixin private StageOptions options = new StageOptions();
    @Mixin private EngineOptions engines = new EngineOptions();

    @Option(names = "--cases", paramLabel = "GLOB", description = "time only these cases")
    private Optional<String> cases = Optional.empty();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "how long each boundary is timed; default: ${DEFAULT-VALUE}",
            defaultValue = "2")
    private double seconds = 2;

    @Override
    public Integer call() {
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw AssayException.config(
                    "--seconds is %s, it must be above 0 and at most 600".formatted(seconds));
        }
        AssayHome home = options.home();
        RunDirectory run = argument.open(home);
        EngineRuntime runtime = engines.runtime(home, options.timeout());
        Stages.generate(run);
        List<BenchmarkCase> chosen = new Stages(run, runtime, true).cases(cases);
        EngineHost host = engines.host(runtime, chosen, home.cache());
        int timed;
        try (RunLog log = new RunLog(run.log(), Console.progress());
                RunLocks locks = host.lock(home, run.root(), chosen, engines)) {
            log.info("boundaries on " + run.root());
            timed =
                    new Stages(run, host.runtime(), engines.allowShared())
                            .boundaries(chosen, seconds, log);
        }
        Console.out().print(BoundariesText.of(run, chosen));
        Console.out().println("Report: " + new Stages(run, runtime, true).report());
        return timed == 0 ? Exit.CASES_FAILED : Exit.CLEAN;
    }
}
