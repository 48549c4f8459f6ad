package dev.assay.engines.cuda;

import java.util.Map;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;

/// One inference on a stream, with the addresses of one slot.
public interface Launch {
    /// Called once for each slot, when it is opened.
    ///
    /// @param deviceAddresses of every input and output, by tensor name; they stay the same
    /// @param stream that everything has to be enqueued on
    /// @param slot counted from 0
    /// @return enqueues one inference and returns without waiting for it; throws an {@link
    ///   dev.assay.core.AssayException} if that fails. It is called for every query, so it
    ///   allocates nothing
    Runnable bind(Map<String, Pointer> deviceAddresses, CUstream_st stream, int slot);
}
