package dev.assay.accuracy.coco.data;

import java.util.Arrays;

/// Longs that grow, without a box around each of a million.
final class LongColumn {
    private long[] values = new long[64];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    /// Makes room for as many in all.
    void reserve(int count) {
        if (values.length < count) {
            values = Arrays.copyOf(values, count);
        }
    }

    void addAll(LongColumn other) {
        reserve(Math.addExact(size, other.size));
        System.arraycopy(other.values, 0, values, size, other.size);
        size += other.size;
    }

    long get(int row) {
        return values[row];
    }

    int size() {
        return size;
    }
}
