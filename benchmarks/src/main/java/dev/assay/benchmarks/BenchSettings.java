package dev.assay.benchmarks;

import dev.assay.core.suite.Effort;
import dev.assay.engines.EngineRuntime;

/// How the bench stage runs.
///
/// @param sharedDevice whether other processes may use the GPU meanwhile
public record BenchSettings(Effort effort, EngineRuntime runtime, boolean sharedDevice) {}
