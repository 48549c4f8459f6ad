package dev.assay.accuracy.advice;

import static java.util.Objects.requireNonNull;

import dev.assay.core.suite.Precision;
import dev.assay.core.suite.ToleranceKey;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// Proposed bounds for one precision, on {@link Advisor#KEYS}.
///
/// @param rounding errors of outputs that are exact but for being rounded to the precision; empty
///   where the precision cannot hold the outputs
/// @param expected errors to expect of a network that is right; empty where nothing is known
/// @param limits what to put into a suite: a multiple of the expected errors; empty likewise
/// @param guess whether the limits should not be used before they were measured
/// @param basis what they rest on, in words; or why there are none
public record ToleranceAdvice(
        Precision precision,
        Map<ToleranceKey, Double> rounding,
        Map<ToleranceKey, Double> expected,
        Map<ToleranceKey, Double> limits,
        boolean guess,
        String basis) {
    public ToleranceAdvice {
        requireNonNull(precision, "precision is null");
        requireNonNull(basis, "basis is null");
        rounding = sorted(rounding);
        expected = sorted(expected);
        limits = sorted(limits);
    }

    private static Map<ToleranceKey, Double> sorted(Map<ToleranceKey, Double> values) {
        Map<ToleranceKey, Double> sorted = new EnumMap<>(ToleranceKey.class);
        sorted.putAll(values);
        return Collections.unmodifiableMap(sorted);
    }
}
