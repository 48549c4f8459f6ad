package dev.assay.cli;

import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.Effort;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.engines.EngineRequest;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;

/// Says what a run would do.
final class DryRun {
    /// Starting two JVMs and loading an engine, seen on small machines.
    private static final double FORK_OVERHEAD_SECONDS = 2.5;

    private static final double ACCURACY_SECONDS = 3;
    private static final long BYTES_PER_SAMPLE = 4;
    private static final long TYPICAL_SAMPLES = 5_000;
    private static final long DIGEST_BYTES = 20_000;

    private DryRun() {}

    static void print(PrintStream out, Suite suite, List<BenchmarkCase> cases, Effort effort) {
        long measured = cases.stream().filter(it -> it.skipped().isEmpty()).count();
        long builds =
                cases.stream()
                        .filter(it -> it.skipped().isEmpty())
                        .flatMap(it ->
                                IntStream.range(0, it.engine().builds())
                                        .mapToObj(fork ->
                                                EngineRequest.of(
                                                        it, EngineCatalog.standard(), fork)))
                        .distinct()
                        .count();
        CasesCommand.print(out, cases);
        int forks =
                cases.stream()
                        .filter(it -> it.skipped().isEmpty())
                        .mapToInt(it -> effort.forks(it.engine().builds()))
                        .sum();
        double least =
                forks * (effort.warmUpSeconds() + effort.measureSeconds() + FORK_OVERHEAD_SECONDS)
                        + (measured + builds) * ACCURACY_SECONDS;
        double most = least + (forks - measured) * effort.measureSeconds();
        long bytes = forks * (TYPICAL_SAMPLES * BYTES_PER_SAMPLE + DIGEST_BYTES);
        out.printf(
                "%n%s: %d cases, %d to measure with %d forks, %d engines to prepare%n",
                suite.name(), cases.size(), measured, forks, builds);
        out.printf(
                "estimated time %s, disk about %d MB%n",
                minutes(least).equals(minutes(most))
                        ? minutes(least)
                        : minutes(least) + " to " + minutes(most),
                Math.max(1, bytes / 1_000_000));
    }

    private static String minutes(double seconds) {
        long whole = Math.round(seconds);
        return "%d:%02d min".formatted(whole / 60, whole % 60);
    }
}
