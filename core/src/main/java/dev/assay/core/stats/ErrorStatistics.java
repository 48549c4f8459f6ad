package dev.assay.core.stats;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// How far an engine's tensor `a` is from the reference `b`, over the pairs in which both are
/// finite.
///
/// @param n pairs compared
/// @param finitePairs pairs that entered the statistics
/// @param matchingInfinities pairs of infinities of the same sign
/// @param bothNaN pairs of NaN
/// @param nonFiniteMismatches all other pairs with a NaN or an infinity: always a failure
/// @param absolute of `|a-b|`; empty when no pair is finite
/// @param relative by rule; a rule without elements is absent
/// @param zeroReference finite pairs with `b = 0`
/// @param zeroReferenceMismatches those of them with `a != 0`
/// @param l2 `||a-b||`
/// @param relativeL2 `||a-b|| / ||b||`; empty when `||b|| = 0`
/// @param rmse root of the mean squared difference
/// @param cosine of the angle between a and b; empty when exactly one of them is zero
/// @param sqnrDb `-20 log10(relativeL2)`; infinite for equal tensors, empty when `||b|| = 0`
/// @param ulp distance in units of the last place of the tensors' type, where both have the same
///   floating-point type
/// @param worst up to five elements with the largest absolute error, worst first
/// @param mismatches finite pairs beyond a tolerance, by rule and tolerance
public record ErrorStatistics(
        long n,
        long finitePairs,
        long matchingInfinities,
        long bothNaN,
        long nonFiniteMismatches,
        Optional<Distribution> absolute,
        Map<RelativeRule, Distribution> relative,
        long zeroReference,
        long zeroReferenceMismatches,
        double l2,
        OptionalDouble relativeL2,
        double rmse,
        OptionalDouble cosine,
        OptionalDouble sqnrDb,
        Optional<Distribution> ulp,
        List<WorstElement> worst,
        List<MismatchCount> mismatches) {

    public ErrorStatistics {
        // Not Map.copyOf: its order changes from process to process, and this is written to files.
        Map<RelativeRule, Distribution> sorted = new EnumMap<>(RelativeRule.class);
        sorted.putAll(relative);
        relative = Collections.unmodifiableMap(sorted);
        worst = List.copyOf(worst);
        mismatches = List.copyOf(mismatches);
    }

    /// Whether every compared pair was finite; an empty comparison is not.
    public boolean allFinite() {
        return n > 0 && finitePairs == n;
    }

    /// Mismatched pairs at a tolerance; empty if they were not counted at it.
    public OptionalLong mismatches(MismatchRule rule, MismatchTolerance tolerance) {
        return mismatches.stream()
                .filter(it -> it.rule() == rule && it.isAt(tolerance))
                .mapToLong(MismatchCount::count)
                .findFirst();
    }

    public Optional<Distribution> relative(RelativeRule rule) {
        return Optional.ofNullable(relative.get(rule));
    }
}
