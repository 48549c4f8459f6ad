package dev.assay.core.run;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// How one check of an engine against itself came out.
///
/// @param compared tensors that were compared; 0 where the check could not be made
/// @param bitwiseEqual how many of them were equal bit for bit
/// @param largestRelativeL2 of the others, over the smaller one's norm; empty when all are equal
/// @param largestAbsolute of the others
/// @param violations in words; empty means passed
/// @param notChecked why the check could not be made
public record ConsistencyResult(
        ConsistencyCheck check,
        int compared,
        int bitwiseEqual,
        OptionalDouble largestRelativeL2,
        OptionalDouble largestAbsolute,
        List<String> violations,
        Optional<String> notChecked) {
    public ConsistencyResult {
        requireNonNull(check, "check is null");
        violations = List.copyOf(violations);
    }

    public static ConsistencyResult notChecked(ConsistencyCheck check, String reason) {
        return new ConsistencyResult(
                check,
                0,
                0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(),
                Optional.of(reason));
    }

    public boolean allBitwiseEqual() {
        return compared > 0 && bitwiseEqual == compared;
    }
}
