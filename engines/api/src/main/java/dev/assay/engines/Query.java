package dev.assay.engines;

import dev.assay.core.tensor.TensorData;
import java.util.List;

/// Inputs bound to a session, run as often as wanted.
public interface Query extends AutoCloseable {
    /// One inference.
    ///
    /// @implSpec returns only when every output is complete in {@link #outputs}
    /// @throws dev.assay.core.AssayException of kind `INFERENCE` if the engine fails
    void run();

    /// The outputs of the last run, off-heap, overwritten by the next run; none before the first.
    List<TensorData> outputs();

    @Override
    void close();
}
