package dev.assay.core.run;

import dev.assay.core.stats.Distribution;
import dev.assay.core.suite.CaseId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// A measured case at one boundary over all its forks, as tables and charts show it.
///
/// The centre is the median of the forks' medians, because the fork, not the query, is the
/// replicate. Percentiles pool the queries of all forks and exist only where enough were taken.
///
/// @param boundary what is inside the times
/// @param forkMedianSeconds by fork, in fork order
/// @param forkArtefacts SHA-256 of the engine that each fork loaded: several where it was built
///   more than once
/// @param samples queries of all forks
/// @param meanSeconds over all queries
/// @param queriesPerSecond of all forks together, from their windows of time
public record CaseSummary(
        CaseId caseId,
        MeasurementBoundary boundary,
        List<Integer> forks,
        List<Double> forkMedianSeconds,
        List<String> forkArtefacts,
        int samples,
        double minSeconds,
        double medianSeconds,
        double meanSeconds,
        double maxSeconds,
        OptionalDouble p90Seconds,
        OptionalDouble p95Seconds,
        OptionalDouble p99Seconds,
        double queriesPerSecond,
        List<String> invalidReasons) {
    public CaseSummary {
        forks = List.copyOf(forks);
        forkMedianSeconds = List.copyOf(forkMedianSeconds);
        forkArtefacts = List.copyOf(forkArtefacts);
        invalidReasons = List.copyOf(invalidReasons);
    }

    public double imagesPerSecond() {
        return caseId.batch() * queriesPerSecond;
    }

    /// The builds of the engine, in the order of their first forks, with the median of the medians
    /// of the forks that loaded each.
    public Map<String, Double> buildMedianSeconds() {
        Map<String, List<Double>> byBuild = new LinkedHashMap<>();
        for (int i = 0; i < forks.size(); i++) {
            byBuild.computeIfAbsent(forkArtefacts.get(i), artefact -> new ArrayList<>())
                    .add(forkMedianSeconds.get(i));
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        byBuild.forEach((artefact, ofBuild) ->
                medians.put(
                        artefact,
                        medianOf(ofBuild.stream().mapToDouble(Double::doubleValue).toArray())));
        return medians;
    }

    /// Largest over smallest median of the builds, minus 1; 0 for a single build.
    public double buildSpread() {
        Collection<Double> medians = buildMedianSeconds().values();
        return Collections.max(medians) / Collections.min(medians) - 1;
    }

    /// Largest over smallest fork median, minus 1: how far fresh processes differ; absent for one
    /// fork.
    public OptionalDouble forkSpread() {
        if (forkMedianSeconds.size() < 2) {
            return OptionalDouble.empty();
        }
        double[] medians = forkMedianSeconds.stream().mapToDouble(Double::doubleValue).toArray();
        double min = Arrays.stream(medians).min().orElseThrow();
        return OptionalDouble.of(Arrays.stream(medians).max().orElseThrow() / min - 1);
    }

    /// The same without what speaks against its forks, for a caller that judges each fork itself.
    public CaseSummary unquestioned() {
        return new CaseSummary(
                caseId,
                boundary,
                forks,
                forkMedianSeconds,
                forkArtefacts,
                samples,
                minSeconds,
                medianSeconds,
                meanSeconds,
                maxSeconds,
                p90Seconds,
                p95Seconds,
                p99Seconds,
                queriesPerSecond,
                List.of());
    }

    static double medianOf(double[] values) {
        return Distribution.quantiles(values).evaluate(50);
    }
}
