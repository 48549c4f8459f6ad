package dev.assay.cli.quick;

import dev.assay.benchmarks.Pace;
import dev.assay.core.suite.Effort;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How long each process measures, in trtexec's units.
public final class PaceOptions {
    private static final double MILLIS = 1e3;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "queries of each process, at least")
    private Optional<Long> iterations = Optional.empty();

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            description = "of measuring in each process; default: 1.5, at most 3 for 64 queries")
    private Optional<Double> duration = Optional.empty();

    @Option(names = "--warmUp", paramLabel = "MS", description = "before that; default: 500")
    private Optional<Double> warmUp = Optional.empty();

    /// Empty where nothing was asked for.
    public Optional<Pace> pace() {
        if (iterations.isEmpty() && duration.isEmpty() && warmUp.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Pace(
                        warmUp.map(it -> it / MILLIS).orElse(Effort.QUICK.warmUpSeconds()),
                        duration.orElse(Effort.QUICK.measureSeconds()),
                        iterations.orElse(1L)));
    }
}
