package dev.assay.engines.cuda;

import java.util.Map;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;

/// An engine's inferences on a stream.
public interface Launch {
    /// Called once for each slot, when it is opened.
    ///
    /// @param deviceAddresses of every input and output, by tensor name; they stay the same
    /// @param stream that everything has to be enqueued on
    /// @param slot counted from 0
    Bound bind(Map<String, Pointer> deviceAddresses, CUstream_st stream, int slot);

    /// One inference with the addresses of one slot. Both steps are called for every query, so they
    /// allocate nothing, and throw an {@link dev.assay.core.AssayException} if they fail.
    @FunctionalInterface
    interface Bound {
        /// Gets the engine ready for this slot, right before {@link #run}. It is not timed, and
        /// nothing is enqueued here.
        default void prepare() {}

        /// Enqueues one inference and returns without waiting for it. Exactly this is a query's
        /// enqueue time.
        void run();
    }
}
