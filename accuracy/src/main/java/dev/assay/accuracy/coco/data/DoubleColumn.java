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

    double get(int row) {
        return values[row];
    }
}
