package dev.assay.cli;

import dev.assay.core.stats.TensorPairs;
import dev.assay.core.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;

/// The first pair of which a value is NaN or infinite.
///
/// @param index flat and row-major
/// @param place the same as an index into each dimension
record FirstNonFinite(long index, String place, double engine, double reference) {

    static Optional<FirstNonFinite> of(TensorPairs pairs) {
        LongToDoubleFunction ours = pairs.engine().reader();
        LongToDoubleFunction theirs = pairs.reference().reader();
        for (long i = 0; i < pairs.elements(); i++) {
            double a = ours.applyAsDouble(i);
            double b = theirs.applyAsDouble(i);
            if (!Double.isFinite(a) || !Double.isFinite(b)) {
                return Optional.of(new FirstNonFinite(i, place(pairs.engine().shape(), i), a, b));
            }
        }
        return Optional.empty();
    }

    private static String place(Shape shape, long index) {
        long[] place = new long[shape.rank()];
        long rest = index;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            place[axis] = rest % shape.dim(axis);
            rest /= shape.dim(axis);
        }
        return Arrays.toString(place);
    }
}
