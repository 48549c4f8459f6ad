package dev.assay.accuracy.consistency;

import dev.assay.core.run.ConsistencyCheck;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.tensor.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Collects the comparisons of one check.
///
/// Two results of one engine may differ by rounding, because another batch can take another kernel.
/// They may not differ by more than the engine may differ from its reference.
final class Agreement {
    private static final int NAMED = 3;

    private final ConsistencyCheck check;
    private final Tolerance tolerance;
    private final List<String> violations = new ArrayList<>();
    private int compared;
    private int equal;
    private int violated;
    private OptionalDouble relativeL2 = OptionalDouble.empty();
    private OptionalDouble absolute = OptionalDouble.empty();

    Agreement(ConsistencyCheck check, Tolerance tolerance) {
        this.check = check;
        this.tolerance = tolerance;
    }

    /// @param where for the message, for example `position 3`
    /// @param expected what the engine computed at first
    void compare(String where, TensorData actual, TensorData expected) {
        compared++;
        if (actual.segment().mismatch(expected.segment()) < 0) {
            equal++;
            return;
        }
        ErrorStatistics statistics = ErrorCalculator.calculate(TensorPairs.of(actual, expected));
        relativeL2 = larger(relativeL2, statistics.relativeL2());
        absolute =
                larger(
                        absolute,
                        statistics.absolute().stream().mapToDouble(Distribution::max).findFirst());
        List<String> failures = new ArrayList<>();
        if (statistics.nonFiniteMismatches() > 0) {
            failures.add(
                    "%d of %d values are NaN or infinite once and finite once"
                            .formatted(statistics.nonFiniteMismatches(), statistics.n()));
        }
        tolerance.violations(statistics).forEach(it -> failures.add(it.describe()));
        if (!failures.isEmpty()) {
            violated++;
            if (violated <= NAMED) {
                violations.add(
                        "output '%s', %s: %s".formatted(actual.name(), where, failures.getFirst()));
            }
        }
    }

    private static OptionalDouble larger(OptionalDouble one, OptionalDouble other) {
        return one.isEmpty() || (other.isPresent() && other.getAsDouble() > one.getAsDouble())
                ? other
                : one;
    }

    ConsistencyResult result() {
        if (violated > NAMED) {
            violations.add("and %d more".formatted(violated - NAMED));
        }
        return new ConsistencyResult(
                check, compared, equal, relativeL2, absolute, violations, Optional.empty());
    }
}
