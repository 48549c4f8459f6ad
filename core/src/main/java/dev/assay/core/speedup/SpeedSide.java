package dev.assay.core.speedup;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Precision;
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
    static final String FP32 = Precision.FP32.slug();

    public SpeedSide {
        times = List.copyOf(times);
        forks = List.copyOf(forks);
    }

    /// For example `pytorch-python fp32`.
    public String name() {
        return id.engine() + " " + id.precision();
    }

    /// The name with what an FP32 leaves open: `pytorch fp32 (TF32 off)`, `pytorch fp32 (on the
    /// CPU)`.
    public String described() {
        if (forks.isEmpty()) {
            return name();
        }
        Conditions conditions = conditions();
        if (!conditions.gpu()) {
            return name() + " (on the CPU)";
        }
        boolean off = conditions.tf32().filter(on -> !on).isPresent();
        return name() + (precision().equals(FP32) && off ? " (TF32 off)" : "");
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
