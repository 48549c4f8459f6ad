package dev.assay.core.calibration;

import dev.assay.core.tensor.TensorData;
import java.util.function.LongToDoubleFunction;

/// How far a tensor reaches from zero.
final class Magnitude {
    private Magnitude() {}

    /// The largest absolute value; 0 if there are no elements, not finite if any element is not.
    static double of(TensorData tensor) {
        LongToDoubleFunction read = tensor.reader();
        double largest = 0;
        for (long i = 0; i < tensor.elements(); i++) {
            double value = Math.abs(read.applyAsDouble(i));
            if (!Double.isFinite(value)) {
                return value;
            }
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
