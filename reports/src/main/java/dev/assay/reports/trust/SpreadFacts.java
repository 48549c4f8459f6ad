package dev.assay.reports.trust;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.Steadiness;
import dev.assay.reports.model.Builds;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Fork;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How often was measured, and how far repetitions differ.
final class SpreadFacts {
    private final Recorded recorded;

    SpreadFacts(Recorded recorded) {
        this.recorded = recorded;
    }

    Fact forks() {
        String forks =
                Numbers.range(
                        recorded.rows().stream()
                                .mapToLong(row -> row.forks().size())
                                .filter(n -> n > 0));
        String samples =
                Numbers.range(
                        recorded.measurements().mapToLong(it -> it.primary().samples().count()));
        return new Fact(
                "Forks × samples",
                isNothingMeasured() ? Numbers.ABSENT : forks + " × " + samples,
                "fresh JVMs per case, and queries recorded in each");
    }

    private boolean isNothingMeasured() {
        return recorded.measurements().findAny().isEmpty();
    }

    private Optional<CaseSummary> widest(Comparator<CaseSummary> by) {
        return recorded.rows().stream().flatMap(row -> row.speed().stream()).max(by);
    }

    Fact forkSpread() {
        Optional<CaseSummary> widest = widest(Comparator.comparingDouble(Builds::forkSpread));
        return new Fact(
                "Fork spread",
                widest.map(Builds::forkSpreadText)
                        .map(it -> it.equals(Numbers.ABSENT) ? it : "≤ " + it)
                        .orElse(Numbers.ABSENT),
                widest.map(it ->
                                "slowest over fastest fork median of one build, minus 1: "
                                        + it.caseId())
                        .orElse(""));
    }

    /// Of the cases that were built more than once, the one whose builds differ most.
    Optional<Fact> buildSpread() {
        return widest(Comparator.comparingDouble(CaseSummary::buildSpread))
                .filter(it -> it.buildMedianSeconds().size() > 1)
                .map(it ->
                        new Fact(
                                "Build spread",
                                "≤ %s over %s builds, forks of one: %s"
                                        .formatted(
                                                Numbers.percent(it.buildSpread()),
                                                it.buildMedianSeconds().size(),
                                                Builds.forkSpreadText(it)),
                                "slowest over fastest build of one engine, minus 1; and slowest"
                                        + " over fastest fork of a build: "
                                        + it.caseId()));
    }

    Fact warmUp() {
        List<CaseRow> measured =
                recorded.rows().stream().filter(row -> !row.forks().isEmpty()).toList();
        Map<Steadiness, List<String>> cases = new EnumMap<>(Steadiness.class);
        for (CaseRow row : measured) {
            Steadiness steadiness =
                    Steadiness.of(row.forks().stream().map(Fork::measurement).toList());
            cases.computeIfAbsent(steadiness, it -> new ArrayList<>()).add(row.id().text());
        }
        return new Fact(
                "Warm-up",
                Recorded.joined(
                        cases.entrySet().stream()
                                .map(it ->
                                        "%s in %s of %s"
                                                .formatted(
                                                        it.getKey().words(),
                                                        it.getValue().size(),
                                                        measured.size()))
                                .toList()),
                cases.entrySet().stream()
                        .map(it -> it.getKey().words() + ": " + String.join(", ", it.getValue()))
                        .collect(Collectors.joining("; ")));
    }

    Fact host() {
        long collections = recorded.measurements().mapToLong(it -> it.host().gcCount()).sum();
        Stream<Double> loads =
                recorded.measurements().map(it -> it.host().loadAverage()).filter(it -> it >= 0);
        String load =
                loads.max(Double::compare)
                        .map(it -> "≤ " + Numbers.significant(it))
                        .orElse("unknown");
        return new Fact(
                "Load, GC",
                isNothingMeasured()
                        ? Numbers.ABSENT
                        : load + " · " + Numbers.count(collections, "collection"),
                "largest one-minute load average when a fork began; collections during samples");
    }
}
