package dev.assay.engines.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.assay.core.trace.QueryTrace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Times of queries as they were read, in memory that is there before the first one.
///
/// Off-heap, because the heap of a timed process is small and fixed.
final class TraceStore implements AutoCloseable {
    private static final long RECORD_BYTES = 4 * Long.BYTES + 6 * Float.BYTES;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment records;
    private final long capacity;
    private long size;
    private long dropped;

    TraceStore(long capacity) {
        this.capacity = capacity;
        this.records = arena.allocate(capacity * RECORD_BYTES, Long.BYTES);
    }

    /// Times on the host in nanoseconds, on the device in milliseconds.
    void add(
            long hostStart,
            long enqueueStart,
            long enqueueEnd,
            long hostEnd,
            float h2dStart,
            float h2d,
            float computeStart,
            float compute,
            float d2hStart,
            float d2h) {
        if (size == capacity) {
            dropped++;
            return;
        }
        long at = size * RECORD_BYTES;
        records.set(JAVA_LONG, at, hostStart);
        records.set(JAVA_LONG, at + 8, enqueueStart);
        records.set(JAVA_LONG, at + 16, enqueueEnd);
        records.set(JAVA_LONG, at + 24, hostEnd);
        records.set(JAVA_FLOAT, at + 32, h2dStart);
        records.set(JAVA_FLOAT, at + 36, h2d);
        records.set(JAVA_FLOAT, at + 40, computeStart);
        records.set(JAVA_FLOAT, at + 44, compute);
        records.set(JAVA_FLOAT, at + 48, d2hStart);
        records.set(JAVA_FLOAT, at + 52, d2h);
        size++;
    }

    void clear() {
        size = 0;
        dropped = 0;
    }

    /// Queries since the last {@link #clear}, kept or not.
    long added() {
        return size + dropped;
    }

    long dropped() {
        return dropped;
    }

    List<QueryTrace> traces() {
        List<QueryTrace> traces = new ArrayList<>((int) size);
        for (long at = 0; at < size * RECORD_BYTES; at += RECORD_BYTES) {
            long enqueueStart = records.get(JAVA_LONG, at + 8);
            traces.add(
                    new QueryTrace(
                            enqueueStart / 1e9,
                            (records.get(JAVA_LONG, at + 16) - enqueueStart) / 1e9,
                            seconds(at + 32),
                            seconds(at + 36),
                            seconds(at + 40),
                            seconds(at + 44),
                            seconds(at + 48),
                            seconds(at + 52),
                            records.get(JAVA_LONG, at) / 1e9,
                            records.get(JAVA_LONG, at + 24) / 1e9));
        }
        return traces;
    }

    private double seconds(long at) {
        return records.get(JAVA_FLOAT, at) / 1e3;
    }

    @Override
    public void close() {
        arena.close();
    }
}
