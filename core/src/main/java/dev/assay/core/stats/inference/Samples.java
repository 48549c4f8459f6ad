package dev.assay.core.stats.inference;

import dev.assay.core.AssayException;
import java.util.Arrays;

/// What every test of this package asks of its arguments.
final class Samples {
    private Samples() {}

    /// @param least values that the caller needs on each side
    /// @throws AssayException if a side has fewer values, or one that is not finite
    static void require(double[] a, double[] b, int least) {
        require(a, least);
        require(b, least);
    }

    static void require(double[] values, int least) {
        if (values.length < least) {
            throw AssayException.data(
                    "A sample of %s cannot be compared: at least %s are needed"
                            .formatted(values.length, least));
        }
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw AssayException.data(
                        "A sample with " + value + " among its values cannot be compared");
            }
        }
    }

    static void requireProbability(double value, String what) {
        if (!(value > 0 && value < 1)) {
            throw AssayException.data("%s lies between 0 and 1, not %s".formatted(what, value));
        }
    }

    /// All values of both, those of `a` first.
    static double[] join(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
