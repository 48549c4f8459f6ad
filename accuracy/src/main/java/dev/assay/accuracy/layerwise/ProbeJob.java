package dev.assay.accuracy.layerwise;

import dev.assay.core.tensor.Shape;
import dev.assay.engines.EngineRequest;
import java.nio.file.Path;

/// What a {@link ProbeWorker} computes.
///
/// @param request for a model whose outputs are single numbers
/// @param cache of the user
/// @param inputs file of rows, `[N, …]`
/// @param row shape of one
/// @param batch rows at a time
/// @param batches to run at most
public record ProbeJob(
        EngineRequest request, Path cache, Path inputs, Shape row, int batch, int batches) {}
