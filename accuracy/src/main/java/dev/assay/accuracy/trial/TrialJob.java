package dev.assay.accuracy.trial;

import dev.assay.core.tensor.Shape;
import dev.assay.engines.PreparedEngine;
import java.nio.file.Path;

/// What a {@link TrialWorker} computes.
///
/// @param inputs file of the rows
/// @param rowShape of one of them, where the model has one input
/// @param out safetensors file for the outputs, every one `[N, …]` for the N rows
public record TrialJob(PreparedEngine engine, Path inputs, Shape rowShape, int batch, Path out) {}
