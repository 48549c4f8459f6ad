package dev.assay.core.suite;

import dev.assay.core.tensor.Shape;
import java.util.Optional;

/// One cell of a suite: model, engine, precision, batch, shape of one row, steps, workload.
///
/// @param rung optimisation steps that it is measured with
/// @param profile shapes that its engine is built for, where engines are built for shapes
/// @param skipped why the case is not measured, if it is not
public record BenchmarkCase(
        CaseId id,
        ModelSpec model,
        EngineSpec engine,
        Precision precision,
        int batch,
        Shape shape,
        Rung rung,
        Workload workload,
        Tolerance tolerance,
        Optional<OptimizationProfile> profile,
        Optional<String> skipped) {}
