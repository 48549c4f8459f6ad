package dev.assay.accuracy.operator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What an operator should give and what known mistakes would give.
///
/// @param expected of a right implementation
/// @param mistakes outputs of wrong ones, by what is wrong with them, the likeliest first
public record OperatorResult(Output expected, Map<String, Output> mistakes) {
    public OperatorResult {
        mistakes = Collections.unmodifiableMap(new LinkedHashMap<>(mistakes));
    }

    /// An output in double arithmetic.
    ///
    /// @param bound of each element: the largest absolute error that rounding to FP32 explains
    public record Output(double[] values, double[] bound) {
        private boolean fits(float[] actual) {
            for (int i = 0; i < actual.length; i++) {
                if (excess(actual[i], i) > 1) {
                    return false;
                }
            }
            return true;
        }

        /// Error in units of the bound; NaN matches NaN alone.
        private double excess(double actual, int i) {
            if (Double.isNaN(actual) || Double.isNaN(values[i])) {
                return Double.isNaN(actual) == Double.isNaN(values[i])
                        ? 0
                        : Double.POSITIVE_INFINITY;
            }
            return actual == values[i] ? 0 : Math.abs(actual - values[i]) / bound[i];
        }
    }

    /// What is wrong with an implementation's output; empty when rounding explains it all.
    public Optional<String> mistakeIn(float[] actual) {
        int worst = -1;
        double most = 1;
        for (int i = 0; i < actual.length; i++) {
            double excess = expected.excess(actual[i], i);
            if (excess > most) {
                most = excess;
                worst = i;
            }
        }
        if (worst < 0) {
            return Optional.empty();
        }
        String what =
                mistakes.entrySet().stream()
                        .filter(it -> it.getValue().fits(actual))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse("none of the known mistakes");
        return Optional.of(
                "%s: element %d is %s, not %s ± %.1e"
                        .formatted(
                                what,
                                worst,
                                actual[worst],
                                (float) expected.values()[worst],
                                expected.bound()[worst]));
    }
}
