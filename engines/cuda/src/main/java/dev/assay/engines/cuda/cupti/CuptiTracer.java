package dev.assay.engines.cuda.cupti;

import static org.bytedeco.cuda.global.cupti.CUPTI_ACTIVITY_FLAG_FLUSH_FORCED;
import static org.bytedeco.cuda.global.cupti.CUPTI_SUCCESS;
import static org.bytedeco.cuda.global.cupti.cuptiActivityDisable;
import static org.bytedeco.cuda.global.cupti.cuptiActivityEnable;
import static org.bytedeco.cuda.global.cupti.cuptiActivityFlushAll;
import static org.bytedeco.cuda.global.cupti.cuptiActivityRegisterCallbacks;
import static org.bytedeco.cuda.global.cupti.cuptiGetResultString;
import static org.bytedeco.cuda.global.cupti.cuptiGetTimestamp;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.kernels.ActivityTrace;
import dev.assay.engines.DeviceTracer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/// Kernels, copies and fills as CUPTI's activity interface records them, nodes of CUDA graphs
/// included.
public final class CuptiTracer implements DeviceTracer {
    private static final List<Integer> DEVICE =
            List.of(ActivityRecords.KERNEL, ActivityRecords.MEMCPY, ActivityRecords.MEMSET);
    private static final List<Integer> HOST =
            List.of(ActivityRecords.RUNTIME, ActivityRecords.DRIVER, ActivityRecords.MARKER);

    // One for the process, as CUPTI's registration is: it must never be collected.
    private static final TraceBuilder TRACE = new TraceBuilder();

    private static final class Registered {
        static final ActivityBuffers BUFFERS = register();

        private Registered() {}

        private static ActivityBuffers register() {
            ActivityBuffers buffers = new ActivityBuffers(TRACE);
            check(
                    cuptiActivityRegisterCallbacks(buffers.request, buffers.complete),
                    "take its buffers");
            return buffers;
        }
    }

    @Override
    public void open() {
        try {
            Objects.requireNonNull(Registered.BUFFERS);
        } catch (LinkageError e) {
            throw CuptiLoadFailure.explain(e);
        }
    }

    @Override
    public long nanos() {
        long[] time = new long[1];
        check(cuptiGetTimestamp(time), "read its clock");
        return time[0];
    }

    @Override
    public void start(boolean host) {
        flush();
        TRACE.take();
        kinds(host).forEach(kind -> check(cuptiActivityEnable(kind), "note activities " + kind));
    }

    @Override
    public ActivityTrace stop() {
        // Work that is still under way would be noted without its end.
        int status = cudart.cudaDeviceSynchronize();
        kinds(true).forEach(kind -> cuptiActivityDisable(kind));
        flush();
        ActivityTrace trace = TRACE.take();
        if (status != cudart.cudaSuccess) {
            throw new AssayException(
                    ErrorKind.INFERENCE, "A query failed while its kernels were noted: " + status);
        }
        return trace;
    }

    private static Stream<Integer> kinds(boolean host) {
        return Stream.concat(DEVICE.stream(), host ? HOST.stream() : Stream.empty());
    }

    private static void flush() {
        check(cuptiActivityFlushAll(CUPTI_ACTIVITY_FLAG_FLUSH_FORCED), "hand over its records");
    }

    private static void check(int code, String what) {
        if (code != CUPTI_SUCCESS) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "CUPTI cannot %s: %s (%d). Kernels can be noted by one program at a time, and where the driver allows it (NVreg_RestrictProfilingToAdminUsers=0, or run as root)"
                            .formatted(what, describe(code), code));
        }
    }

    @SuppressWarnings("rawtypes")
    private static String describe(int code) {
        try (PointerPointer text = new PointerPointer(1)) {
            return cuptiGetResultString(code, text) == CUPTI_SUCCESS
                    ? new BytePointer(text.get(0)).getString()
                    : "unknown error";
        }
    }
}
