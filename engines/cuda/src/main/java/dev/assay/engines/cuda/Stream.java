package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cudaStreamNonBlocking;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaStreamWaitEvent;

import org.bytedeco.cuda.cudart.CUstream_st;

/// A queue of work on the device that does not wait for the default stream.
final class Stream {
    private final CUstream_st handle;

    Stream(NativeScope scope) {
        handle = new CUstream_st();
        Cuda.check(cudaStreamCreateWithFlags(handle, cudaStreamNonBlocking), "create a stream");
        scope.onClose(() -> cudaStreamDestroy(handle));
    }

    private Stream(CUstream_st handle) {
        this.handle = handle;
    }

    /// The stream that an engine is tied to, which stays its own, or a new one.
    static Stream of(Launch engine, NativeScope scope) {
        return engine.stream().map(Stream::new).orElseGet(() -> new Stream(scope));
    }

    CUstream_st handle() {
        return handle;
    }

    /// Lets what is enqueued from now on begin only after the event.
    void waitFor(Event event) {
        Cuda.check(cudaStreamWaitEvent(handle, event.handle(), 0), "let a stream wait");
    }

    /// @param what the host waits for, for the message
    void synchronize(String what) {
        Cuda.check(cudaStreamSynchronize(handle), what);
    }
}
