package dev.assay.engines;

import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.TrtexecProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One client of an engine. The same kind of session serves timing and accuracy.
///
/// @implSpec used by one thread only
public interface Session extends AutoCloseable {
    /// Binds inputs by name, so that running allocates nothing avoidable. Runs nothing.
    ///
    /// @param inputs off-heap, alive and unchanged while the query is open
    /// @throws dev.assay.core.AssayException if a name, element type or shape does not fit the
    ///   model
    Query bind(Map<String, TensorData> inputs);

    /// Opens a pipeline that keeps queries in flight and times them on the device.
    ///
    /// @param batches that the queries take turns with, at least one, all of the same shapes
    /// @return empty if the engine has no device timing
    default Optional<Pipeline> pipeline(
            List<Map<String, TensorData>> batches, PipelineSettings settings) {
        return Optional.empty();
    }

    /// What the engine says of its layers for inputs of these shapes, as TensorRT's inspector
    /// writes it.
    default Optional<String> layers(Map<String, TensorData> inputs) {
        return Optional.empty();
    }

    /// Times of the layers by the library's own profiler, where it has one. Layers then run one
    /// after another, with gaps between them.
    ///
    /// @param queries after a first one
    default Optional<TrtexecProfile> profile(Map<String, TensorData> inputs, int queries) {
        return Optional.empty();
    }

    @Override
    void close();
}
