package dev.assay.benchmarks;

import dev.assay.core.suite.Effort;
import dev.assay.engines.EngineRuntime;

/// How the bench stage runs.
///
/// @param sharedDevice whether other processes may use the GPU meanwhile
/// @param slowdown share of its own time by which every query is really slowed down, see {@link
///   ForkJob}; 0 but in rehearsals
public record BenchSettings(
        Effort effort, EngineRuntime runtime, boolean sharedDevice, double slowdown) {
    public BenchSettings(Effort effort, EngineRuntime runtime, boolean sharedDevice) {
        this(effort, runtime, sharedDevice, 0);
    }
}
