package dev.assay.core.run;

/// One fork's times of one case at one boundary.
///
/// @param boundary what is inside the times
/// @param samples the times of single queries
/// @param warmUp whether they had settled
public record Timing(MeasurementBoundary boundary, SampleSummary samples, WarmUp warmUp) {}
