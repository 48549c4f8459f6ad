package dev.assay.engines.cuda.cupti;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.kernels.Activity;
import dev.assay.core.kernels.ActivityTrace;
import dev.assay.core.kernels.HostCall;
import dev.assay.core.kernels.HostRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/// Records as CUPTI 12.6 writes them: the sizes and offsets are those that JavaCPP's generator read
/// from its headers (`Loader.sizeof` and `Loader.offsetof` of the classes that each test names).
class ActivityRecordsTest {
    private final TraceBuilder trace = new TraceBuilder();

    @Test
    void readsAKernelOutOfAGraph() {
        try (Arena arena = Arena.ofConfined()) {
            // CUpti_ActivityKernel9
            MemorySegment record = arena.allocate(208, 8);
            record.set(JAVA_INT_UNALIGNED, 0, 10);
            record.set(JAVA_LONG_UNALIGNED, 16, 1_000);
            record.set(JAVA_LONG_UNALIGNED, 24, 3_500);
            record.set(JAVA_INT_UNALIGNED, 48, 7);
            int[] extents = {12, 2, 1, 128, 4, 1};
            for (int i = 0; i < extents.length; i++) {
                record.set(JAVA_INT_UNALIGNED, 52 + 4L * i, extents[i]);
            }
            record.set(JAVA_INT_UNALIGNED, 92, 42);
            record.set(JAVA_LONG_UNALIGNED, 104, arena.allocateFrom("sm80_xmma_gemm").address());
            record.set(JAVA_LONG_UNALIGNED, 144, 99);

            ActivityRecords.read(record, trace);
        }

        assertThat(trace.take().activities())
                .containsExactly(
                        new Activity(
                                Activity.Kind.KERNEL,
                                "sm80_xmma_gemm",
                                1_000,
                                3_500,
                                7,
                                99,
                                42,
                                "12,2,1",
                                "128,4,1",
                                0));
    }

    @Test
    void readsCopiesAndFills() {
        try (Arena arena = Arena.ofConfined()) {
            // CUpti_ActivityMemcpy5, CUpti_ActivityMemset4
            ActivityRecords.read(transfer(arena, 1, 1), trace);
            ActivityRecords.read(transfer(arena, 1, 2), trace);
            ActivityRecords.read(transfer(arena, 1, 8), trace);
            ActivityRecords.read(transfer(arena, 2, 0), trace);
        }

        ActivityTrace read = trace.take();
        assertThat(read.activities())
                .extracting(Activity::name)
                .containsExactly(
                        "copy to the device", "copy to the host", "copy on the device", "fill");
        assertThat(read.activities())
                .allSatisfy(it -> {
                    assertThat(it.bytes()).isEqualTo(4096);
                    assertThat(it.startNanos()).isEqualTo(10);
                    assertThat(it.endNanos()).isEqualTo(20);
                    assertThat(it.stream()).isEqualTo(3);
                    assertThat(it.correlation()).isEqualTo(5);
                    assertThat(it.graphNode()).isEqualTo(6);
                });
    }

    private static MemorySegment transfer(Arena arena, int kind, int what) {
        MemorySegment record = arena.allocate(88, 8);
        record.set(JAVA_INT_UNALIGNED, 0, kind);
        record.set(JAVA_BYTE, 4, (byte) what);
        record.set(JAVA_LONG_UNALIGNED, 8, 4096);
        record.set(JAVA_LONG_UNALIGNED, 16, 10);
        record.set(JAVA_LONG_UNALIGNED, 24, 20);
        record.set(JAVA_INT_UNALIGNED, 40, 3);
        record.set(JAVA_INT_UNALIGNED, 44, 5);
        record.set(JAVA_LONG_UNALIGNED, 64, 6);
        return record;
    }

    @Test
    void readsTheHostsCalls() {
        try (Arena arena = Arena.ofConfined()) {
            // CUpti_ActivityAPI
            MemorySegment record = arena.allocate(40, 8);
            record.set(JAVA_INT_UNALIGNED, 0, 4);
            record.set(JAVA_LONG_UNALIGNED, 8, 100);
            record.set(JAVA_LONG_UNALIGNED, 16, 150);
            record.set(JAVA_INT_UNALIGNED, 28, 77);
            record.set(JAVA_INT_UNALIGNED, 32, 42);

            ActivityRecords.read(record, trace);
        }

        assertThat(trace.take().calls()).containsExactly(new HostCall(42, 77, 100, 150));
    }

    @Test
    void putsRangesTogetherInWhateverOrderTheirEndsCome() {
        try (Arena arena = Arena.ofConfined()) {
            ActivityRecords.read(marker(arena, 2, 1, "outer", 100), trace);
            ActivityRecords.read(marker(arena, 4, 2, "", 140), trace);
            ActivityRecords.read(marker(arena, 2, 2, "inner", 120), trace);
            ActivityRecords.read(marker(arena, 4, 1, "", 200), trace);
        }

        assertThat(trace.take().ranges())
                .containsExactlyInAnyOrder(
                        new HostRange("outer", 77, 100, 200), new HostRange("inner", 77, 120, 140));
    }

    /// CUpti_ActivityMarker2.
    private static MemorySegment marker(Arena arena, int flags, int id, String name, long nanos) {
        MemorySegment record = arena.allocate(56, 8);
        record.set(JAVA_INT_UNALIGNED, 0, 12);
        record.set(JAVA_INT_UNALIGNED, 4, flags);
        record.set(JAVA_LONG_UNALIGNED, 8, nanos);
        record.set(JAVA_INT_UNALIGNED, 16, id);
        record.set(JAVA_INT_UNALIGNED, 28, 77);
        record.set(
                JAVA_LONG_UNALIGNED, 40, name.isEmpty() ? 0 : arena.allocateFrom(name).address());
        return record;
    }

    @Test
    void passesOverOtherRecords() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = arena.allocate(16, 8);
            record.set(JAVA_INT_UNALIGNED, 0, 17);

            ActivityRecords.read(record, trace);
        }

        assertThat(trace.take().activities()).isEmpty();
    }
}
