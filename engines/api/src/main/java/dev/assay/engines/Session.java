package dev.assay.engines;

import dev.assay.core.tensor.TensorData;
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

    @Override
    void close();
}
