package dev.assay.core.run;

/// Whether a fork had reached its steady state when its samples were taken.
///
/// @param seconds spent warming up
/// @param queries run while warming up
/// @param firstQuerySeconds the very first query of the process
/// @param drift median of the last third of the samples over that of the first third, minus 1
/// @param steadiness UNSTEADY when the drift is both large and unlikely to be chance
/// @param judgement the rule's outcome in words
public record WarmUp(
        double seconds,
        long queries,
        double firstQuerySeconds,
        double drift,
        Steadiness steadiness,
        String judgement) {}
