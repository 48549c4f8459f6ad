package dev.assay.benchmarks.boundaries;

import dev.assay.core.suite.CaseId;
import dev.assay.core.tensor.Shape;
import dev.assay.engines.PreparedEngine;
import java.nio.file.Path;

/// One case to time at every boundary.
///
/// @param inputs the model's stored inputs
/// @param seconds of each window
public record BoundaryJob(
        CaseId caseId,
        PreparedEngine engine,
        Path inputs,
        Shape rowShape,
        int batch,
        double seconds) {}
