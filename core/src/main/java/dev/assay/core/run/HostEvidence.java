package dev.assay.core.run;

/// What else happened on the host while a fork measured.
///
/// @param gcCount garbage collections during the samples
/// @param gcSeconds time they took
/// @param loadAverage one-minute load average when the fork began; negative where unknown
/// @param loadSeconds time to load the engine in this process
public record HostEvidence(
        long gcCount, double gcSeconds, double loadAverage, double loadSeconds) {}
