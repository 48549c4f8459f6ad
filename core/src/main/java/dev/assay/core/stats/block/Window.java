package dev.assay.core.stats.block;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A copy of a few memory pages of a tensor, moved along as it is read. Belongs to one thread.
///
/// Between two blocks the processor forgets that memory is read in order, and each would begin with
/// the full latency of the memory; copying many blocks at once is as fast as the memory.
final class Window {
    private static final int BYTES = 1 << 15;

    private final MemorySegment data;
    private final int elementBytes;
    private final MemorySegment copy = MemorySegment.ofArray(new byte[BYTES]);
    private long begin;
    private long end;

    Window(MemorySegment data, int elementBytes) {
        this.data = data;
        this.elementBytes = elementBytes;
    }

    /// Makes elements available in {@link #segment}.
    ///
    /// @return their offset there, in bytes
    long offset(long index, int count) {
        long from = index * elementBytes;
        long to = from + (long) count * elementBytes;
        if (from < begin || to > end) {
            begin = from;
            end = Math.min(from + BYTES, data.byteSize());
            MemorySegment.copy(
                    data, ValueLayout.JAVA_BYTE, from, copy, ValueLayout.JAVA_BYTE, 0, end - from);
        }
        return from - begin;
    }

    MemorySegment segment() {
        return copy;
    }
}
