package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.cudaEventBlockingSync;
import static org.bytedeco.cuda.global.cudart.cudaEventCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaEventDefault;
import static org.bytedeco.cuda.global.cudart.cudaEventDestroy;
import static org.bytedeco.cuda.global.cudart.cudaEventElapsedTime;
import static org.bytedeco.cuda.global.cudart.cudaEventRecord;
import static org.bytedeco.cuda.global.cudart.cudaEventSynchronize;

import org.bytedeco.cuda.cudart.CUevent_st;

/// A point in a stream whose time the device notes when it gets there.
final class Event {
    private final CUevent_st handle = new CUevent_st();
    private final float[] millis = new float[1];

    /// @param spin whether the host waits for it busily
    Event(boolean spin, NativeScope scope) {
        int flags = spin ? cudaEventDefault : cudaEventBlockingSync;
        Cuda.check(cudaEventCreateWithFlags(handle, flags), "create an event");
        scope.onClose(() -> cudaEventDestroy(handle));
    }

    CUevent_st handle() {
        return handle;
    }

    void record(Stream stream) {
        Cuda.check(cudaEventRecord(handle, stream.handle()), "record an event");
    }

    /// Waits on the host. Errors of whatever was enqueued before come out here.
    void synchronize() {
        Cuda.check(cudaEventSynchronize(handle), "run a query");
    }

    /// Milliseconds between two events that were both reached.
    float since(Event earlier) {
        Cuda.check(cudaEventElapsedTime(millis, earlier.handle, handle), "read an event's time");
        return millis[0];
    }
}
