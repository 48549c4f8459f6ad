package dev.assay.engines;

import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.QueryTrace;
import java.util.List;
import java.util.Map;

/// Sends queries one after another, keeps some in flight and times each on host and device.
///
/// Used by one thread. All memory and events are allocated when it is opened.
public interface Pipeline extends AutoCloseable {
    /// Sends one query and, once as many are in flight as the settings say, waits for the oldest.
    ///
    /// @throws dev.assay.core.AssayException of kind `INFERENCE` if a query fails
    void step();

    /// Waits for every query in flight.
    void drain();

    /// Forgets the traces so far, for example those of the warm-up.
    void clear();

    /// Queries completed since {@link #clear}, kept or not.
    long completed();

    /// Queries completed since {@link #clear}, in order, as far as they were kept.
    List<QueryTrace> traces();

    /// Queries completed since {@link #clear} that were not kept because there was no room.
    long dropped();

    /// What was really done, for the record: whether the graph could be captured, how the host
    /// waits, how many streams.
    Map<String, String> facts();

    /// Which of the batches the last completed query used.
    int lastBatch();

    /// Outputs of the last completed query, off-heap; call {@link #drain} first.
    List<TensorData> outputs();

    @Override
    void close();
}
