package dev.assay.core.speedup;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.suite.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Compares every case of a section with its reference, at each boundary for itself.
public final class SpeedUps {
    /// Engines that others are compared with, in order: what most people would run comes first.
    public static final List<String> PYTORCH = List.of("pytorch-python", "pytorch");

    private SpeedUps() {}

    /// One row for every case, in the order given.
    ///
    /// @param section cases of one model, shape and workload
    public static List<SpeedUpRow> of(List<SpeedSide> section) {
        References references = new References(section);
        return section.stream().map(row -> row(row, references)).toList();
    }

    private static SpeedUpRow row(SpeedSide row, References references) {
        Optional<SpeedSide> reference = references.of(row);
        if (reference.isEmpty()) {
            String reason = row.noClaim().orElseGet(() -> references.missing(row));
            return new SpeedUpRow(
                    row,
                    reference,
                    Optional.of(reason),
                    all(row, reference, Optional.of(reason)),
                    List.of());
        }
        SpeedSide base = reference.get();
        Optional<String> refused =
                Comparability.refusal(row, base).or(() -> nothingInCommon(row, base));
        return new SpeedUpRow(
                row,
                reference,
                refused,
                all(row, reference, refused),
                refused.isPresent() ? List.of() : Comparability.notes(row, base));
    }

    private static Optional<String> nothingInCommon(SpeedSide row, SpeedSide base) {
        return row.times().stream().anyMatch(it -> base.at(it.boundary()).isPresent())
                ? Optional.empty()
                : Optional.of(
                        "no boundary in common: it was timed at %s, the reference %s at %s"
                                .formatted(boundaries(row), base.name(), boundaries(base)));
    }

    private static String boundaries(SpeedSide side) {
        return sorted(side).stream()
                .map(it -> it.boundary().name())
                .collect(Collectors.joining(", "));
    }

    private static List<SpeedUp> all(
            SpeedSide row, Optional<SpeedSide> base, Optional<String> refused) {
        List<SpeedUp> all = new ArrayList<>();
        for (CaseSummary own : sorted(row)) {
            Optional<CaseSummary> other = base.flatMap(it -> it.at(own.boundary()));
            all.add(
                    new SpeedUp(
                            Optional.of(own.boundary()),
                            OptionalDouble.of(own.medianSeconds()),
                            optional(other.map(CaseSummary::medianSeconds)),
                            refused.or(() -> base.flatMap(it -> latency(row, it, own, other)))));
        }
        window(row)
                .ifPresent(own ->
                        all.add(
                                new SpeedUp(
                                        Optional.empty(),
                                        OptionalDouble.of(own),
                                        optional(base.flatMap(SpeedUps::window)),
                                        refused.or(() ->
                                                base.flatMap(
                                                        it -> Comparability.windows(row, it))))));
        return all;
    }

    /// Time of a query in the windows: the same at every boundary.
    private static Optional<Double> window(SpeedSide side) {
        return side.times().stream().findFirst().map(it -> 1 / it.queriesPerSecond());
    }

    private static OptionalDouble optional(Optional<Double> seconds) {
        return seconds.isPresent() ? OptionalDouble.of(seconds.get()) : OptionalDouble.empty();
    }

    private static Optional<String> latency(
            SpeedSide row, SpeedSide base, CaseSummary own, Optional<CaseSummary> other) {
        if (other.isEmpty()) {
            return Optional.of("the reference " + base.name() + " was not timed at this boundary");
        }
        if (own.medianSeconds() <= 0 || other.get().medianSeconds() <= 0) {
            return Optional.of("shorter than its clock can tell");
        }
        return row.id().workload().equals(Workload.THROUGHPUT.slug())
                ? Optional.of("queries were pipelined, the time of a single one is not the result")
                : Optional.empty();
    }

    private static List<CaseSummary> sorted(SpeedSide side) {
        return side.times().stream().sorted(Comparator.comparing(CaseSummary::boundary)).toList();
    }
}
