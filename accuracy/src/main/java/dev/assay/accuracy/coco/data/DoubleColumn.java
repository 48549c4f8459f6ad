package dev.assay.accuracy.coco.data;

import java.util.Arrays;

/// Doubles that grow; see {@link LongColumn}.
final class DoubleColumn {
    private double[] values = new double[64];
    private int size;

    void add(double value) {
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

    void addAll(DoubleColumn other) {
        reserve(Math.addExact(size, other.size));
        System.arraycopy(other.values, 0, values, size, other.size);
        size += other.size;
    }

    double get(int row) {
        return values[row];
    }
}
