package dev.assay.accuracy.layerwise;

import dev.assay.engines.EngineRequest;
import java.nio.file.Path;

/// What an {@link OnceWorker} builds and computes.
///
/// @param cache of the user
/// @param inputs file of one batch, all of it
/// @param out safetensors file for the outputs
/// @param timed queries to time after the first one, 0 for none
public record OnceJob(EngineRequest request, Path cache, Path inputs, Path out, int timed) {}
