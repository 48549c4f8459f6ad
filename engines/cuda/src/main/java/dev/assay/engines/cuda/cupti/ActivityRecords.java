package dev.assay.engines.cuda.cupti;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.assay.core.kernels.Activity;
import dev.assay.core.kernels.HostCall;
import java.lang.foreign.MemorySegment;

/// Reads CUPTI's activity records as they lie in memory.
///
/// The offsets are those of `cupti_activity.h` of CUDA 12.6: `CUpti_ActivityKernel9`,
/// `CUpti_ActivityMemcpy5`, `CUpti_ActivityMemset4`, `CUpti_ActivityAPI` and
/// `CUpti_ActivityMarker2`. Later 12.x versions append fields and keep these.
final class ActivityRecords {
    static final int MEMCPY = 1;
    static final int MEMSET = 2;
    static final int DRIVER = 4;
    static final int RUNTIME = 5;
    static final int KERNEL = 10;
    static final int MARKER = 12;

    /// Of a record of any of these kinds, so that it can be read whole.
    static final long LONGEST = 208;

    private static final int LONGEST_NAME = 1 << 16;
    private static final int MARKER_START = 2;
    private static final int MARKER_END = 4;
    private static final int HOST_TO_DEVICE = 1;
    private static final int DEVICE_TO_HOST = 2;
    private static final int DEVICE_TO_DEVICE = 8;

    private ActivityRecords() {}

    /// Reads one record; kinds that are not asked for are passed over.
    ///
    /// @param record begins with its kind
    static void read(MemorySegment record, TraceBuilder trace) {
        switch (record.get(JAVA_INT_UNALIGNED, 0)) {
            case KERNEL -> trace.add(kernel(record));
            case MEMCPY -> trace.add(copy(record));
            case MEMSET -> trace.add(fill(record));
            case DRIVER, RUNTIME -> trace.add(call(record));
            case MARKER -> marker(record, trace);
            default -> {}
        }
    }

    private static Activity kernel(MemorySegment record) {
        return new Activity(
                Activity.Kind.KERNEL,
                text(record, 104),
                record.get(JAVA_LONG_UNALIGNED, 16),
                record.get(JAVA_LONG_UNALIGNED, 24),
                record.get(JAVA_INT_UNALIGNED, 48),
                record.get(JAVA_LONG_UNALIGNED, 144),
                record.get(JAVA_INT_UNALIGNED, 92),
                extents(record, 52),
                extents(record, 64),
                0);
    }

    private static Activity copy(MemorySegment record) {
        String what =
                switch (record.get(JAVA_BYTE, 4)) {
                    case HOST_TO_DEVICE -> "copy to the device";
                    case DEVICE_TO_HOST -> "copy to the host";
                    case DEVICE_TO_DEVICE -> "copy on the device";
                    default -> "copy";
                };
        return transfer(Activity.Kind.COPY, what, record);
    }

    private static Activity fill(MemorySegment record) {
        return transfer(Activity.Kind.SET, "fill", record);
    }

    private static Activity transfer(Activity.Kind kind, String what, MemorySegment record) {
        return new Activity(
                kind,
                what,
                record.get(JAVA_LONG_UNALIGNED, 16),
                record.get(JAVA_LONG_UNALIGNED, 24),
                record.get(JAVA_INT_UNALIGNED, 40),
                record.get(JAVA_LONG_UNALIGNED, 64),
                record.get(JAVA_INT_UNALIGNED, 44),
                "",
                "",
                record.get(JAVA_LONG_UNALIGNED, 8));
    }

    private static HostCall call(MemorySegment record) {
        return new HostCall(
                record.get(JAVA_INT_UNALIGNED, 32),
                record.get(JAVA_INT_UNALIGNED, 28),
                record.get(JAVA_LONG_UNALIGNED, 8),
                record.get(JAVA_LONG_UNALIGNED, 16));
    }

    /// Begin and end of a range are records of their own with one id; only the first has the name.
    private static void marker(MemorySegment record, TraceBuilder trace) {
        int flags = record.get(JAVA_INT_UNALIGNED, 4);
        long time = record.get(JAVA_LONG_UNALIGNED, 8);
        int id = record.get(JAVA_INT_UNALIGNED, 16);
        if ((flags & MARKER_START) != 0) {
            trace.begin(id, text(record, 40), record.get(JAVA_INT_UNALIGNED, 28), time);
        } else if ((flags & MARKER_END) != 0) {
            trace.end(id, time);
        }
    }

    private static String extents(MemorySegment record, long offset) {
        return record.get(JAVA_INT_UNALIGNED, offset)
                + ","
                + record.get(JAVA_INT_UNALIGNED, offset + 4)
                + ","
                + record.get(JAVA_INT_UNALIGNED, offset + 8);
    }

    /// The text that a record points to; CUPTI keeps it while the process lives.
    @SuppressWarnings("restricted")
    private static String text(MemorySegment record, long offset) {
        long address = record.get(JAVA_LONG_UNALIGNED, offset);
        return address == 0
                ? ""
                : MemorySegment.ofAddress(address).reinterpret(LONGEST_NAME).getString(0);
    }
}
