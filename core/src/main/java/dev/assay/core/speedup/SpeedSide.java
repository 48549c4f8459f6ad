package dev.assay.core.speedup;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.AccuracyStanding;
import java.util.List;
import java.util.Optional;

/// A case as one side of a comparison of speeds.
///
/// @param unusable the case's state and its reason where it has no speed, for example `INVALID: not
///   steady`
/// @param standing what is known of its outputs
/// @param times at every boundary; empty where there is no speed
/// @param forks what was recorded beside the times
public record SpeedSide(
        CaseId id,
        Optional<String> unusable,
        AccuracyStanding standing,
        List<CaseSummary> times,
        List<Measurement> forks) {
    public SpeedSide {
        times = List.copyOf(times);
        forks = List.copyOf(forks);
    }

    /// For example `pytorch-python fp32`.
    public String name() {
        return id.engine() + " " + id.precision();
    }

    Optional<CaseSummary> at(MeasurementBoundary boundary) {
        return times.stream().filter(it -> it.boundary() == boundary).findFirst();
    }

    /// Compute mode without its typing, for example `fp16`.
    String precision() {
        return id.precision().split("-", -1)[0];
    }

    /// Why nothing may be claimed of its speed.
    Optional<String> noClaim() {
        if (unusable.isPresent()) {
            return unusable;
        }
        return switch (standing) {
            case PASSED -> Optional.empty();
            case FAILED -> Optional.of("INVALID: its outputs are wrong");
            case UNCHECKED, ABSENT ->
                    Optional.of(
                            "UNCHECKED: it has times, but nobody knows whether its outputs are right");
        };
    }

    Conditions conditions() {
        return Conditions.of(forks);
    }
}
