package dev.assay.benchmarks.profile;

import dev.assay.core.tensor.Shape;
import dev.assay.engines.PreparedEngine;
import java.nio.file.Path;

/// Queries for a profiler of the user's to look at.
///
/// @param inputs the model's stored inputs
/// @param queries in the capture range
public record CaptureJob(
        PreparedEngine engine, Path inputs, Shape rowShape, int batch, int queries) {}
