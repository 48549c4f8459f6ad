package dev.assay.onnx.rewrite.simplify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Products of matrices.
final class Products {
    private static final int MATRIX = 2;

    private Products() {}

    /// `[…, M, K]` times `[…, K, N]` or `[K, N]`; empty for other shapes.
    static Optional<Values32> multiply(Values32 a, Values32 b) {
        if (a.rank() < MATRIX || b.rank() < MATRIX) {
            return Optional.empty();
        }
        List<Long> outer = a.dims().subList(0, a.rank() - MATRIX);
        boolean shared = b.rank() == MATRIX;
        int depth = a.dim(a.rank() - 1);
        int rows = a.dim(a.rank() - MATRIX);
        int columns = b.dim(b.rank() - 1);
        if (b.dim(b.rank() - MATRIX) != depth
                || (!shared && !b.dims().subList(0, b.rank() - MATRIX).equals(outer))) {
            return Optional.empty();
        }
        int matrices = rows * depth == 0 ? 0 : a.data().length / (rows * depth);
        float[] data = new float[Math.multiplyExact(matrices * rows, columns)];
        double[] row = new double[columns];
        for (int m = 0; m < matrices * rows; m++) {
            Arrays.fill(row, 0);
            int begin = shared ? 0 : m / rows * depth * columns;
            for (int k = 0; k < depth; k++) {
                double factor = a.data()[m * depth + k];
                for (int n = 0; n < columns; n++) {
                    row[n] += factor * b.data()[begin + k * columns + n];
                }
            }
            for (int n = 0; n < columns; n++) {
                data[m * columns + n] = (float) row[n];
            }
        }
        List<Long> dims = new ArrayList<>(outer);
        dims.add((long) rows);
        dims.add((long) columns);
        return Optional.of(new Values32(dims, data));
    }
}
