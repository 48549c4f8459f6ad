package dev.assay.accuracy.image;

import dev.assay.core.run.ErrorHistogram;
import dev.assay.core.tensor.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;

/// How the errors of one row of an output are distributed: counts by size, and their mean square.
final class RowErrors {
    // Errors between the smallest and the largest double have decades from -324 to 308.
    private static final int FIRST_BIN = -324 * ErrorHistogram.BINS_PER_DECADE;
    private static final double[] EDGES = edges();
    private static final int[] BIN_OF_EXPONENT = binsOfExponents();

    private final long[] bins = new long[EDGES.length];
    private long zeros;
    private long nonFinite;
    private long finite;
    private double squares;

    private RowErrors() {}

    /// The rows of two tensors of the same shape `[rows, …]`, in their order.
    static List<RowErrors> of(TensorData engine, TensorData reference) {
        int rows = Math.toIntExact(engine.shape().dim(0));
        return IntStream.range(0, rows)
                .parallel()
                .mapToObj(row -> {
                    RowErrors errors = new RowErrors();
                    errors.addAll(engine.row(row), reference.row(row));
                    return errors;
                })
                .toList();
    }

    private void addAll(TensorData engine, TensorData reference) {
        LongToDoubleFunction a = engine.reader();
        LongToDoubleFunction b = reference.reader();
        long elements = engine.elements();
        for (long i = 0; i < elements; i++) {
            double error = Math.abs(a.applyAsDouble(i) - b.applyAsDouble(i));
            if (error == 0) {
                zeros++;
            } else if (error <= Double.MAX_VALUE) {
                bins[binOf(error)]++;
                squares += error * error;
            } else {
                nonFinite++;
            }
        }
        finite = elements - nonFinite;
    }

    /// Infinite where a pair is not finite, so that such a row is the worst.
    double rmse() {
        return nonFinite > 0 ? Double.POSITIVE_INFINITY : Math.sqrt(squares / finite);
    }

    /// All rows in one histogram.
    static ErrorHistogram histogram(String output, List<RowErrors> rows) {
        long[] sums = new long[EDGES.length];
        long zeros = 0;
        long nonFinite = 0;
        for (RowErrors row : rows) {
            Arrays.setAll(sums, bin -> sums[bin] + row.bins[bin]);
            zeros += row.zeros;
            nonFinite += row.nonFinite;
        }
        int first = 0;
        while (first < sums.length && sums[first] == 0) {
            first++;
        }
        int end = sums.length;
        while (end > first && sums[end - 1] == 0) {
            end--;
        }
        List<Long> counts = new ArrayList<>();
        for (int bin = first; bin < end; bin++) {
            counts.add(sums[bin]);
        }
        return new ErrorHistogram(
                output, "full", zeros, nonFinite, counts.isEmpty() ? 0 : FIRST_BIN + first, counts);
    }

    /// The last bin whose lower end is not above the error; the binary exponent leaves only a few
    /// to try, so that no logarithm is taken for every element.
    private static int binOf(double error) {
        int bin = BIN_OF_EXPONENT[Math.getExponent(error) - Double.MIN_EXPONENT + 1];
        while (bin + 1 < EDGES.length && error >= EDGES[bin + 1]) {
            bin++;
        }
        return bin;
    }

    private static double[] edges() {
        int bins = (324 + 309) * ErrorHistogram.BINS_PER_DECADE;
        double[] edges = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            edges[bin] = ErrorHistogram.lowerEnd(FIRST_BIN + bin);
        }
        return edges;
    }

    /// By exponent from that of the subnormals on, the bin of the smallest number that has it.
    private static int[] binsOfExponents() {
        int exponents = Double.MAX_EXPONENT - Double.MIN_EXPONENT + 2;
        int[] bins = new int[exponents];
        int bin = 0;
        for (int i = 1; i < exponents; i++) {
            double smallest = Math.scalb(1.0, Double.MIN_EXPONENT - 1 + i);
            while (bin + 1 < EDGES.length && smallest >= EDGES[bin + 1]) {
                bin++;
            }
            bins[i] = bin;
        }
        return bins;
    }
}
