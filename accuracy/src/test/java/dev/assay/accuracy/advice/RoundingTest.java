package dev.assay.accuracy.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Rounding against what the formats themselves decode to, and against Java's own conversions.
class RoundingTest {
    private static final double LARGEST_HALF = 65504;

    @Test
    void keepsEveryNumberOfAFormat() {
        assertKept(Precision.FP16, decoded(ElementType.FLOAT16));
        assertKept(Precision.BF16, decoded(ElementType.BFLOAT16));
        assertKept(Precision.TF32, decoded(ElementType.BFLOAT16));
        assertKept(Precision.FP8, decoded(ElementType.FLOAT8_E4M3));
        // From -127 to 127; -128 is not used where scales are symmetric.
        assertKept(Precision.INT8, IntStream.rangeClosed(-127, 127).asDoubleStream().toArray());
    }

    @Test
    void roundsTheMiddleOfTwoNeighboursToTheEvenOne() {
        for (Precision precision : List.of(Precision.FP16, Precision.BF16, Precision.FP8)) {
            ElementType type = type(precision);
            // Of positive numbers, bits count upwards; the even neighbour has the even bits.
            int last = type.bytes() == 1 ? 0x7E : precision == Precision.FP16 ? 0x7BFF : 0x7F7F;
            double largest = decode(type, last);
            List<Double> middles = new ArrayList<>();
            List<Double> evens = new ArrayList<>();
            for (int bits = 0; bits < last; bits++) {
                double low = decode(type, bits);
                double high = decode(type, bits + 1);
                middles.add((low + high) / 2);
                evens.add(bits % 2 == 0 ? low : high);
            }
            // So that the scale of FP8 is 1.
            middles.add(largest);
            evens.add(largest);

            assertThat(rounded(precision, doubles(middles)))
                    .as("%s", precision)
                    .isEqualTo(doubles(evens));
        }
    }

    @Test
    void roundsToHalfAsJavaDoes() {
        double[] values = random(LARGEST_HALF);
        double[] halves =
                DoubleStream.of(values)
                        .map(it -> Float.float16ToFloat(Float.floatToFloat16((float) it)))
                        .toArray();

        assertThat(rounded(Precision.FP16, values)).isEqualTo(halves);
    }

    @Test
    void roundsTf32ToTenBitsOfTheFloat() {
        double[] values = random(Float.MAX_VALUE / 2);
        // To the nearest even by adding just below half of the 13 bits that go, and the last that
        // stays.
        double[] expected =
                DoubleStream.of(values)
                        .map(it -> {
                            int bits = Float.floatToRawIntBits((float) it);
                            return Float.intBitsToFloat(
                                    (bits + 0xFFF + ((bits >> 13) & 1)) & 0xFFFF_E000);
                        })
                        .toArray();

        assertThat(rounded(Precision.TF32, values)).isEqualTo(expected);
        assertThat(rounded(Precision.TF32, 1 + 0x1p-11, 1 + 0x3p-11, -1 - 0x1.8p-11))
                .containsExactly(1, 1 + 0x2p-10, -1 - 0x1p-10);
    }

    @Test
    void keepsTheSpacingOfSubnormals() {
        assertThat(rounded(Precision.FP16, 0x1p-25, 0x1.8p-25, 0x3p-25, -0x1p-26))
                .containsExactly(0, 0x1p-24, 0x1p-23, -0.0);
        assertThat(rounded(Precision.BF16, 0x1p-134, 0x1.8p-134, 0x3p-134))
                .containsExactly(0, 0x1p-133, 0x1p-132);
        assertThat(rounded(Precision.TF32, 0x1p-137, 0x1.8p-137)).containsExactly(0, 0x1p-136);
        assertThat(rounded(Precision.FP8, 448, 0x1p-10, 0x1.8p-10, 0x3p-10))
                .containsExactly(448, 0, 0x1p-9, 0x1p-8);
    }

    @Test
    void overflowsWhereTheFormatDoes() {
        assertThat(rounded(Precision.FP16, 65519.9, 65520, -65520, Double.NaN))
                .containsExactly(
                        LARGEST_HALF,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.NaN);
        assertThat(rounded(Precision.BF16, Float.MAX_VALUE, 0x1.FEp127))
                .containsExactly(Double.POSITIVE_INFINITY, 0x1.FEp127);
        assertThat(rounded(Precision.FP32, 0x1p128, 0.1))
                .containsExactly(Double.POSITIVE_INFINITY, 0.1f);
    }

    @Test
    void scalesByTheLargestMagnitude() {
        assertThat(rounded(Precision.INT8, -254, 1, 3, 2.9, 5))
                .as("in steps of 2, ties to even")
                .containsExactly(-254, 0, 4, 2, 4);
        assertThat(rounded(Precision.FP8, -896, 2.1, 0)).containsExactly(-896, 2, 0);
        assertThat(rounded(Precision.INT8, 0, 0)).containsExactly(0, 0);
    }

    private static void assertKept(Precision precision, double[] values) {
        assertThat(rounded(precision, values)).as("%s", precision).isEqualTo(values);
    }

    private static double[] decoded(ElementType type) {
        return IntStream.range(0, 1 << (8 * type.bytes()))
                .mapToDouble(bits -> decode(type, bits))
                .toArray();
    }

    private static double decode(ElementType type, int bits) {
        MemorySegment one = MemorySegment.ofArray(new byte[] {(byte) bits, (byte) (bits >> 8)});
        return type.read(one, 0);
    }

    private static ElementType type(Precision precision) {
        return switch (precision) {
            case FP16 -> ElementType.FLOAT16;
            case BF16 -> ElementType.BFLOAT16;
            case FP8 -> ElementType.FLOAT8_E4M3;
            case FP32, TF32, INT8 -> throw new IllegalArgumentException(precision.name());
        };
    }

    /// Floats of all magnitudes below a limit, so that Java's conversion from float is exact.
    private static double[] random(double limit) {
        SplittableRandom random = new SplittableRandom(4);
        return random.ints()
                .mapToDouble(Float::intBitsToFloat)
                .filter(it -> Math.abs(it) < limit)
                .limit(100_000)
                .toArray();
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] rounded(Precision precision, double... values) {
        try (Arena arena = Arena.ofConfined()) {
            TensorData exact =
                    new TensorData(
                            new TensorSpec("y", ElementType.FLOAT64, Shape.of(values.length)),
                            arena.allocateFrom(ValueLayout.JAVA_DOUBLE, values));
            double[] rounded =
                    Rounding.of(exact, precision, arena).segment().toArray(ValueLayout.JAVA_DOUBLE);
            return Arrays.copyOf(rounded, rounded.length);
        }
    }
}
