package dev.assay.benchmarks.profile;

import dev.assay.core.suite.CaseId;
import dev.assay.core.tensor.Shape;
import dev.assay.engines.PreparedEngine;
import java.nio.file.Path;

/// One case to profile.
///
/// @param inputs the model's stored inputs
/// @param queries to trace
/// @param ceilings whether what the GPU can do is measured as well
/// @param runRoot of the run directory that the results go to
public record ProfileJob(
        CaseId caseId,
        PreparedEngine engine,
        Path inputs,
        Shape rowShape,
        int batch,
        int queries,
        boolean ceilings,
        Path runRoot) {}
