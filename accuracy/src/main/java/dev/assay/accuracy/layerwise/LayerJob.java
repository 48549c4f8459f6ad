package dev.assay.accuracy.layerwise;

import dev.assay.engines.PreparedEngine;
import java.nio.file.Path;

/// What a {@link LayerWorker} computes.
///
/// @param engine whose layers are outputs
/// @param inputs file of one batch, all of it
/// @param out safetensors file for the outputs
public record LayerJob(PreparedEngine engine, Path inputs, Path out) {}
