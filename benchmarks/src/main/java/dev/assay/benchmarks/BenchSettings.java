package dev.assay.benchmarks;

import dev.assay.core.suite.Effort;
import dev.assay.engines.EngineClasspath;
import java.nio.file.Path;
import java.time.Duration;

/// How the bench stage runs.
///
/// @param cache of the user, for what outlives a run
/// @param deadline of one fork beyond its measuring time, and of one build
public record BenchSettings(
        Effort effort, EngineClasspath classPath, Path cache, Duration deadline) {}
