package dev.assay.accuracy.advice;

import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongToDoubleFunction;

/// Rounds values to what a precision can hold, to the nearest and to even in the middle. What is
/// beyond the largest number of a floating-point format becomes infinite, as IEEE 754 has it.
///
/// INT8 and FP8 have one scale for the whole tensor, which takes its largest magnitude to 127 and
/// to 448.
final class Rounding {
    private static final int LARGEST_INT8 = 127;
    private static final int LARGEST_E4M3 = 448;

    private Rounding() {}

    /// @return FLOAT64, of the same shape
    static TensorData of(TensorData exact, Precision precision, Arena arena) {
        LongToDoubleFunction read = exact.reader();
        double largest = 0;
        for (long i = 0; i < exact.elements(); i++) {
            double value = Math.abs(read.applyAsDouble(i));
            largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
        }
        DoubleUnaryOperator round = rounding(precision, largest);
        TensorData rounded =
                TensorData.allocate(
                        new TensorSpec(exact.name(), ElementType.FLOAT64, exact.shape()), arena);
        for (long i = 0; i < exact.elements(); i++) {
            rounded.segment()
                    .setAtIndex(
                            ValueLayout.JAVA_DOUBLE, i, round.applyAsDouble(read.applyAsDouble(i)));
        }
        return rounded;
    }

    /// How many times as coarse as FP32 a format's numbers are: a factor of 2 for each bit that is
    /// missing. INT8 has none, as its steps are those of the largest value.
    static double coarseness(Precision precision) {
        return switch (precision) {
            case FP32, INT8 -> 1;
            case TF32, FP16 -> 0x1p13;
            case BF16 -> 0x1p16;
            case FP8 -> 0x1p20;
        };
    }

    private static DoubleUnaryOperator rounding(Precision precision, double largest) {
        return switch (precision) {
            case FP32 -> value -> (float) value;
            case TF32 -> value -> toBits(value, 10, Float.MIN_EXPONENT, Float.MAX_EXPONENT);
            case FP16 -> value -> toBits(value, 10, -14, 15);
            case BF16 -> value -> toBits(value, 7, Float.MIN_EXPONENT, Float.MAX_EXPONENT);
            case INT8 -> scaled(scale(largest, LARGEST_INT8), Math::rint);
            // With the scale, nothing exceeds the format's largest number.
            case FP8 -> scaled(scale(largest, LARGEST_E4M3), value -> toBits(value, 3, -6, 8));
        };
    }

    private static double scale(double largest, int to) {
        return largest == 0 ? 1 : largest / to;
    }

    private static DoubleUnaryOperator scaled(double scale, DoubleUnaryOperator round) {
        return value -> scale * round.applyAsDouble(value / scale);
    }

    /// @param mantissa bits behind the binary point
    /// @param minExponent of normal numbers; below it the spacing stays the same
    /// @param maxExponent of finite numbers
    private static double toBits(double value, int mantissa, int minExponent, int maxExponent) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        double spacing = Math.scalb(1.0, Math.max(Math.getExponent(value), minExponent) - mantissa);
        double rounded = Math.rint(value / spacing) * spacing;
        return Math.getExponent(rounded) > maxExponent
                ? Math.copySign(Double.POSITIVE_INFINITY, value)
                : rounded;
    }
}
