package dev.assay.engines;

import dev.assay.core.tensor.TensorData;
import java.util.Map;

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

    @Override
    void close();
}
