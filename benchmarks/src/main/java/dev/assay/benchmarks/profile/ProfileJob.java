package dev.assay.benchmarks.profile;

import dev.assay.core.speed.Ceilings;
import dev.assay.core.suite.CaseId;
import dev.assay.core.tensor.Shape;
import dev.assay.engines.PreparedEngine;
import java.nio.file.Path;
import java.util.Optional;

/// One case to profile.
///
/// @param inputs the model's stored inputs
/// @param queries to trace
/// @param measureCeilings whether what the GPU can do at most is measured as well
/// @param ceilings what was measured before, in another case of the run
/// @param runRoot of the run directory that the results go to
public record ProfileJob(
        CaseId caseId,
        PreparedEngine engine,
        Path inputs,
        Shape rowShape,
        int batch,
        int queries,
        boolean measureCeilings,
        Optional<Ceilings> ceilings,
        Path runRoot) {}
