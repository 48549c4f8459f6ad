package dev.assay.core.stats;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.TensorData;
import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;

/// The pairs of an engine's tensor and its reference that a comparison looks at: the finite ones as
/// doubles, the others counted.
public final class TensorPairs {
    private static final int MAX_PAIRS = Integer.MAX_VALUE - 8;

    final double[] engine;
    final double[] reference;
    final long[] index;
    final long n;
    final long matchingInfinities;
    final long bothNaN;
    final boolean float32;

    private TensorPairs(
            double[] engine,
            double[] reference,
            long[] index,
            long n,
            long[] nonFinite,
            boolean float32) {
        this.engine = engine;
        this.reference = reference;
        this.index = index;
        this.n = n;
        this.matchingInfinities = nonFinite[0];
        this.bothNaN = nonFinite[1];
        this.float32 = float32;
    }

    /// @throws AssayException if the shapes differ: nothing is broadcast
    public static TensorPairs of(TensorData engine, TensorData reference) {
        return of(engine, reference, index -> true);
    }

    /// @param selected flat row-major indices to compare
    public static TensorPairs of(TensorData engine, TensorData reference, LongPredicate selected) {
        if (!engine.shape().equals(reference.shape())) {
            throw AssayException.data(
                    "Output '%s' has shape %s, its reference has %s"
                            .formatted(engine.name(), engine.shape(), reference.shape()));
        }
        long elements = engine.elements();
        int capacity = count(elements, selected);
        double[] a = new double[capacity];
        double[] b = new double[capacity];
        long[] index = new long[capacity];
        long[] nonFinite = new long[2];
        LongToDoubleFunction readA = engine.reader();
        LongToDoubleFunction readB = reference.reader();
        int finite = 0;
        for (long i = 0; i < elements; i++) {
            if (!selected.test(i)) {
                continue;
            }
            double valueA = readA.applyAsDouble(i);
            double valueB = readB.applyAsDouble(i);
            if (Double.isFinite(valueA) && Double.isFinite(valueB)) {
                a[finite] = valueA;
                b[finite] = valueB;
                index[finite++] = i;
            } else if (valueA == valueB) {
                nonFinite[0]++;
            } else if (Double.isNaN(valueA) && Double.isNaN(valueB)) {
                nonFinite[1]++;
            }
        }
        boolean float32 =
                engine.spec().elementType() == ElementType.FLOAT32
                        && reference.spec().elementType() == ElementType.FLOAT32;
        return new TensorPairs(
                Arrays.copyOf(a, finite),
                Arrays.copyOf(b, finite),
                Arrays.copyOf(index, finite),
                capacity,
                nonFinite,
                float32);
    }

    private static int count(long elements, LongPredicate selected) {
        long count = 0;
        for (long i = 0; i < elements; i++) {
            if (selected.test(i)) {
                count++;
            }
        }
        if (count > MAX_PAIRS) {
            throw AssayException.data("Cannot compare " + count + " elements at once");
        }
        return (int) count;
    }

    int finite() {
        return engine.length;
    }

    /// Number of mismatched elements among the finite pairs.
    public long mismatches(MismatchRule rule, double atol, double rtol) {
        long count = 0;
        for (int i = 0; i < engine.length; i++) {
            if (rule.mismatched(engine[i], reference[i], atol, rtol)) {
                count++;
            }
        }
        return count;
    }
}
