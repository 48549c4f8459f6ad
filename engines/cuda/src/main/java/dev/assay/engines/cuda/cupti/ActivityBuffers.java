package dev.assay.engines.cuda.cupti;

import static org.bytedeco.cuda.global.cupti.CUPTI_SUCCESS;
import static org.bytedeco.cuda.global.cupti.cuptiActivityGetNextRecord;
import static org.bytedeco.cuda.global.cupti.cuptiActivityGetNumDroppedRecords;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cupti.CUpti_BuffersCallbackCompleteFunc;
import org.bytedeco.cuda.cupti.CUpti_BuffersCallbackRequestFunc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/// Memory that CUPTI writes its records to, and what is done with it when it is full.
final class ActivityBuffers {
    private static final long BYTES = 8L << 20;

    private final Map<Long, BytePointer> lent = new ConcurrentHashMap<>();
    private final TraceBuilder trace;

    // CUPTI calls them as long as the process lives; JavaCPP holds them weakly.
    final CUpti_BuffersCallbackRequestFunc request = new Request();
    final CUpti_BuffersCallbackCompleteFunc complete = new Complete();

    ActivityBuffers(TraceBuilder trace) {
        this.trace = trace;
    }

    private final class Request extends CUpti_BuffersCallbackRequestFunc {
        @Override
        @SuppressWarnings("rawtypes")
        public void call(PointerPointer buffer, SizeTPointer size, SizeTPointer maxNumRecords) {
            BytePointer memory = new BytePointer(BYTES);
            lent.put(memory.address(), memory);
            buffer.put(0, memory);
            size.put(BYTES);
            maxNumRecords.put(0);
        }
    }

    private final class Complete extends CUpti_BuffersCallbackCompleteFunc {
        @Override
        public void call(
                CUctx_st context, int streamId, BytePointer buffer, long size, long validSize) {
            read(context, streamId, buffer, validSize);
            BytePointer memory = lent.remove(buffer.address());
            if (memory != null) {
                memory.deallocate();
            }
        }
    }

    @SuppressWarnings({"restricted", "rawtypes"})
    private void read(CUctx_st context, int streamId, BytePointer buffer, long validSize) {
        try (PointerPointer record = new PointerPointer(1);
                SizeTPointer dropped = new SizeTPointer(1)) {
            record.put(0, (Pointer) null);
            long end = buffer.address() + validSize;
            while (validSize > 0
                    && cuptiActivityGetNextRecord(buffer, validSize, record) == CUPTI_SUCCESS) {
                long address = record.get(0).address();
                long length = Math.min(ActivityRecords.LONGEST, end - address);
                ActivityRecords.read(MemorySegment.ofAddress(address).reinterpret(length), trace);
            }
            dropped.put(0);
            if (cuptiActivityGetNumDroppedRecords(context, streamId, dropped) == CUPTI_SUCCESS) {
                trace.drop(dropped.get());
            }
        } catch (RuntimeException e) {
            // An exception must not reach the native thread.
            trace.drop(1);
            e.printStackTrace();
        }
    }
}
