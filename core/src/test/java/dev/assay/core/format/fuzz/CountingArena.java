package dev.assay.core.format.fuzz;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Knows how much memory was taken from it; maps do not count.
final class CountingArena implements Arena {
    private final Arena arena = Arena.ofConfined();
    private long bytes;

    long bytes() {
        return bytes;
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        bytes += byteSize;
        return arena.allocate(byteSize, byteAlignment);
    }

    @Override
    public MemorySegment.Scope scope() {
        return arena.scope();
    }

    @Override
    public void close() {
        arena.close();
    }
}
