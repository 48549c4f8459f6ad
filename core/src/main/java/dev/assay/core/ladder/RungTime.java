package dev.assay.core.ladder;

/// One rung's time.
///
/// @param medianSeconds of a query
/// @param queries that were timed; 0 where the time is a sum
public record RungTime(Rung rung, double medianSeconds, double minSeconds, int queries) {}
