package dev.assay.engines.tensorrt.build;

import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A plan fresh from the builder, with what the builder and the finished engine say of it.
///
/// @param bytes native memory of TensorRT
/// @param layers the inspector's report, if it gave one
/// @param facts settings as TensorRT resolved them
/// @param seconds from the start of the builder to the finished plan
public record BuiltPlan(
        MemorySegment bytes,
        Optional<String> layers,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        Map<String, String> facts,
        double seconds) {}
