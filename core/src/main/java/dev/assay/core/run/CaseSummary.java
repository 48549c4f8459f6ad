package dev.assay.core.run;

import dev.assay.core.stats.Distribution;
import dev.assay.core.suite.CaseId;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// A measured case over all its forks, as tables and charts show it.
///
/// The centre is the median of the forks' medians, because the fork, not the query, is the
/// replicate. Percentiles pool the queries of all forks and exist only where enough were taken.
///
/// @param forkMedianSeconds by fork, in fork order
/// @param samples queries of all forks
/// @param meanSeconds over all queries
public record CaseSummary(
        CaseId caseId,
        List<Integer> forks,
        List<Double> forkMedianSeconds,
        int samples,
        double minSeconds,
        double medianSeconds,
        double meanSeconds,
        double maxSeconds,
        OptionalDouble p90Seconds,
        OptionalDouble p95Seconds,
        OptionalDouble p99Seconds,
        List<String> invalidReasons) {
    public CaseSummary {
        forks = List.copyOf(forks);
        forkMedianSeconds = List.copyOf(forkMedianSeconds);
        invalidReasons = List.copyOf(invalidReasons);
    }

    /// Queries per second of one client that always waits for its answer.
    public double queriesPerSecond() {
        return 1 / meanSeconds;
    }

    public double imagesPerSecond() {
        return caseId.batch() / meanSeconds;
    }

    /// Largest over smallest fork median, minus 1: how far fresh processes differ.
    public double forkSpread() {
        double[] medians = forkMedianSeconds.stream().mapToDouble(Double::doubleValue).toArray();
        double min = Arrays.stream(medians).min().orElseThrow();
        return Arrays.stream(medians).max().orElseThrow() / min - 1;
    }

    static double medianOf(double[] values) {
        return Distribution.quantiles(values).evaluate(50);
    }
}
