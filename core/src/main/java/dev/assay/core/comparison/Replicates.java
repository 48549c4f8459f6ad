package dev.assay.core.comparison;

import dev.assay.core.comparison.SideForks.Fork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The numbers of a case that are compared, one a replicate.
///
/// The replicate is the fork where both sides load one engine. Where engines were built apart, the
/// build is: two builds of one network differ by more than many forks of either, so that forks of
/// one build a side would only tell how lucky each build was. The number of a build is the mean of
/// the medians of its forks.
///
/// @param kind `fork` or `build`
/// @param a seconds by replicate of the reference
/// @param b seconds by replicate of the candidate
record Replicates(String kind, List<Double> a, List<Double> b) {
    static final String FORK = "fork";
    static final String BUILD = "build";

    /// @param built whether the engine is built for a device, and so differs from build to build
    static Replicates of(List<Fork> a, List<Fork> b, boolean built) {
        if (!built || (artefacts(a).size() == 1 && artefacts(a).equals(artefacts(b)))) {
            return new Replicates(FORK, seconds(a), seconds(b));
        }
        return new Replicates(BUILD, means(a), means(b));
    }

    /// The same in cycles: time that a lower clock took is in the time, not here.
    static Replicates inCycles(List<Fork> a, List<Fork> b, boolean built) {
        return of(cycles(a), cycles(b), built);
    }

    int fewest() {
        return Math.min(a.size(), b.size());
    }

    private static List<String> artefacts(List<Fork> forks) {
        return forks.stream().map(Fork::artefact).distinct().toList();
    }

    private static List<Double> seconds(List<Fork> forks) {
        return forks.stream().map(Fork::seconds).toList();
    }

    private static List<Double> means(List<Fork> forks) {
        Map<String, List<Double>> builds = new LinkedHashMap<>();
        forks.forEach(it ->
                builds.computeIfAbsent(it.artefact(), key -> new ArrayList<>()).add(it.seconds()));
        return builds.values().stream()
                .map(it -> it.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
                .toList();
    }

    private static List<Fork> cycles(List<Fork> forks) {
        return forks.stream()
                .map(it ->
                        new Fork(
                                it.boundary(),
                                it.seconds() * it.clockMegahertz().orElseThrow(),
                                it.artefact(),
                                it.reasons(),
                                it.engine(),
                                it.clockMegahertz()))
                .toList();
    }
}
