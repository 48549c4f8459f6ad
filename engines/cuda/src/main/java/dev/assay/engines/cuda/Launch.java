package dev.assay.engines.cuda;

import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;

/// An engine's inferences on a stream.
@FunctionalInterface
public interface Launch {
    /// The stream that the engine is tied to, which is then the one that it is bound with; empty if
    /// it takes any.
    default Optional<CUstream_st> stream() {
        return Optional.empty();
    }

    /// Called once, when a query or a pipeline is opened.
    ///
    /// @param deviceAddresses of every input and output, by tensor name; they stay the same
    /// @param stream that everything has to be enqueued on
    Bound bind(Map<String, Pointer> deviceAddresses, CUstream_st stream);

    /// One inference with those addresses. It is called for every query, so it allocates nothing,
    /// and throws an {@link dev.assay.core.AssayException} if it fails.
    @FunctionalInterface
    interface Bound {
        /// Enqueues one inference and returns without waiting for it. Exactly this is a query's
        /// enqueue time.
        void run();

        /// Where the outputs of the last run are, on the device and in the order of the engine's
        /// outputs. An engine that finds memory for them itself answers with that, so that no copy
        /// is part of its time; it stays theirs while as many further runs begin as queries are in
        /// flight.
        ///
        /// @param bound the memory that the engine was bound to
        default Pointer[] outputs(Pointer[] bound) {
            return bound;
        }
    }
}
