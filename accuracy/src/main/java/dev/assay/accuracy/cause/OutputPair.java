package dev.assay.accuracy.cause;

import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import java.util.function.LongToDoubleFunction;

/// An engine's output and its reference, widened to double, both `[N, …]` row-major.
///
/// Pairs with a value that is not finite count as equal: they are reported for themselves.
record OutputPair(Shape shape, double[] actual, double[] expected) {
    private static final int MOST_ELEMENTS = 1 << 24;

    /// The first rows of two tensors of equal shapes, at least one row and as many as stay small.
    static OutputPair of(TensorData actual, TensorData expected) {
        long perRow = actual.shape().row().elements();
        long rows = Math.clamp(MOST_ELEMENTS / Math.max(1, perRow), 1, actual.shape().dim(0));
        int elements = (int) Math.min(rows * perRow, MOST_ELEMENTS);
        double[] a = new double[elements];
        double[] b = new double[elements];
        LongToDoubleFunction readA = actual.reader();
        LongToDoubleFunction readB = expected.reader();
        for (int i = 0; i < elements; i++) {
            double valueA = readA.applyAsDouble(i);
            double valueB = readB.applyAsDouble(i);
            boolean finite = Double.isFinite(valueA) && Double.isFinite(valueB);
            a[i] = finite ? valueA : 0;
            b[i] = finite ? valueB : 0;
        }
        return new OutputPair(actual.shape().row().withBatch(rows), a, b);
    }

    int rows() {
        return (int) shape.dim(0);
    }

    int perRow() {
        return actual.length / rows();
    }

    /// Squared distance of the engine's output from any tensor of the same shape.
    double distance(double[] other) {
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            double difference = actual[i] - other[i];
            sum += difference * difference;
        }
        return sum;
    }

    /// Squared distance from the reference.
    double distance() {
        return distance(expected);
    }

    boolean isImage() {
        return shape.rank() == 4 && rows() * shape.row().elements() == actual.length;
    }
}
