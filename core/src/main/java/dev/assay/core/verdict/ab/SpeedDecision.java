package dev.assay.core.verdict.ab;

import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;

/// What is said of a case's speed under two subjects, and from what.
///
/// @param detail the reason in a sentence
/// @param evidence absent where a side has fewer than two forks
/// @param requirement absent where a side has fewer than two forks
public record SpeedDecision(
        Verdict verdict,
        DecisionReason reason,
        String detail,
        Optional<Evidence> evidence,
        Optional<Requirement> requirement) {

    /// As it stands in `verdicts.jsonl`.
    public SpeedVerdict toSpeedVerdict() {
        return new SpeedVerdict(
                verdict,
                reason.name(),
                detail,
                number(evidence.map(Evidence::change)),
                number(evidence.map(it -> it.interval().low())),
                number(evidence.map(it -> it.interval().high())));
    }

    private static OptionalDouble number(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }
}
