package dev.assay.core.stats;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.ErrorKind;
import dev.assay.core.stats.block.Selection;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.Tensors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ErrorCalculatorTest {
    private static final float NAN = Float.NaN;

    @Test
    void refusesAnEmptyTensor() {
        assertFails(ErrorKind.DATA, () -> statistics(new float[0], new float[0]))
                .withMessageContaining("empty");
    }

    @Test
    void findsNoErrorBetweenEqualTensors() {
        ErrorStatistics statistics = statistics(new float[] {1, -2}, new float[] {1, -2});

        assertThat(statistics.absolute()).contains(new Distribution(0, 0, 0, 0, 0));
        assertThat(statistics.relativeL2()).hasValue(0);
        assertThat(statistics.sqnrDb()).hasValue(Double.POSITIVE_INFINITY);
        assertThat(statistics.cosine().orElseThrow()).isCloseTo(1, within(1e-15));
        assertThat(statistics.allFinite()).isTrue();
    }

    @Test
    void leavesRatiosToAZeroReferenceUndefined() {
        ErrorStatistics wrong = statistics(new float[] {1, 0}, new float[] {0, 0});
        ErrorStatistics equal = statistics(new float[] {0, -0f}, new float[] {0, 0});

        assertThat(wrong.relativeL2()).isEmpty();
        assertThat(wrong.sqnrDb()).isEmpty();
        assertThat(wrong.cosine()).isEmpty();
        assertThat(wrong.relative(RelativeRule.NONZERO)).isEmpty();
        assertThat(wrong.zeroReference()).isEqualTo(2);
        assertThat(wrong.zeroReferenceMismatches()).isEqualTo(1);
        assertThat(equal.relativeL2()).isEmpty();
        assertThat(equal.cosine()).hasValue(1);
    }

    @Test
    void neitherHidesNorSpreadsANaN() {
        ErrorStatistics statistics = statistics(new float[] {1, NAN, 3}, new float[] {1, 2, 4});

        assertThat(statistics.nonFiniteMismatches()).isEqualTo(1);
        assertThat(statistics.finitePairs()).isEqualTo(2);
        assertThat(statistics.l2()).isEqualTo(1);
        assertThat(statistics.allFinite()).isFalse();
    }

    @Test
    void describesNothingWhereNoPairIsFinite() {
        ErrorStatistics statistics = statistics(new float[] {NAN, NAN}, new float[] {1, 2});

        assertThat(statistics.absolute()).isEmpty();
        assertThat(statistics.relative()).isEmpty();
        assertThat(statistics.ulp()).isEmpty();
        assertThat(statistics.relativeL2()).isEmpty();
        assertThat(statistics.cosine()).isEmpty();
        assertThat(statistics.worst()).isEmpty();
        assertThat(statistics.nonFiniteMismatches()).isEqualTo(2);
    }

    @Test
    void countsUlpsAcrossZero() {
        ErrorStatistics statistics =
                statistics(
                        new float[] {Float.MIN_VALUE, Math.nextUp(1f), -0f},
                        new float[] {-Float.MIN_VALUE, 1, 0});

        assertThat(statistics.ulp().orElseThrow().max()).isEqualTo(2);
        assertThat(statistics.ulp().orElseThrow().median()).isEqualTo(1);
    }

    @Test
    void countsUlpsInTheTensorsOwnType() {
        // 1 and the next but one value of each type.
        assertThat(ulp(ElementType.FLOAT64, 0x3FF0_0000_0000_0002L, 0x3FF0_0000_0000_0000L))
                .isEqualTo(2);
        assertThat(ulp(ElementType.FLOAT16, 0x3C02, 0x3C00)).isEqualTo(2);
        assertThat(ulp(ElementType.BFLOAT16, 0x3F82, 0x3F80)).isEqualTo(2);
        assertThat(ulp(ElementType.FLOAT8_E4M3, 0x3A, 0x38)).isEqualTo(2);
        assertThat(ulp(ElementType.FLOAT8_E5M2, 0x3E, 0x3C)).isEqualTo(2);
        // The smallest values of both signs, around two zeros.
        assertThat(ulp(ElementType.FLOAT16, 0x8001, 0x0001)).isEqualTo(2);
        assertThat(ulp(ElementType.FLOAT8_E4M3, 0x81, 0x01)).isEqualTo(2);
    }

    @Test
    void countsNoPlacesBetweenTensorsOfDifferentScales() {
        TensorData one = scalar(ElementType.FLOAT8_E4M3, 0x38);

        assertThat(ErrorCalculator.calculate(TensorPairs.of(one.withScale(2), one)).ulp())
                .isEmpty();
        assertThat(
                        ErrorCalculator.calculate(
                                        TensorPairs.of(one.withScale(2), one.withScale(2)))
                                .ulp())
                .isPresent();
    }

    private static double ulp(ElementType type, long engine, long reference) {
        return ErrorCalculator.calculate(
                        TensorPairs.of(scalar(type, engine), scalar(type, reference)))
                .ulp()
                .orElseThrow()
                .max();
    }

    private static TensorData scalar(ElementType type, long bits) {
        byte[] bytes = Tensors.bytes(Tensors.littleEndian(Long.BYTES).putLong(0, bits));
        return Tensors.of("y", type, Shape.of(1), Arrays.copyOf(bytes, type.bytes()));
    }

    @Test
    void ordersTheWorstElementsByErrorThenByIndex() {
        ErrorStatistics statistics =
                statistics(
                        new float[] {1, 3, NAN, 2, 0, 3, 1, 1},
                        new float[] {0, 0, 0, 0, 0, 0, 0, 0});

        assertThat(statistics.worst())
                .containsExactly(
                        new WorstElement(1, 3, 0),
                        new WorstElement(5, 3, 0),
                        new WorstElement(3, 2, 0),
                        new WorstElement(0, 1, 0),
                        new WorstElement(6, 1, 0));
    }

    @Test
    void namesWorstElementsByTheirIndexInTheWholeTensor() {
        TensorPairs pairs =
                TensorPairs.of(
                                Tensors.float32("y", Shape.of(3, 3), 9, 9, 9, 9, 1, 9, 9, 9, 9),
                                Tensors.float32("y", Shape.of(3, 3), new float[9]),
                                new Selection.Centre(3, 3, 1))
                        .startingAt(100);

        assertThat(ErrorCalculator.calculate(pairs).worst())
                .extracting(WorstElement::index)
                .containsExactly(104L);
    }

    @Test
    void listsRelativeErrorsInTheOrderOfTheRules() {
        ErrorStatistics statistics = statistics(new float[] {1}, new float[] {2});

        assertThat(statistics.relative().keySet()).containsExactly(RelativeRule.values());
    }

    private static ErrorStatistics statistics(float[] engine, float[] reference) {
        return ErrorCalculator.calculate(
                TensorPairs.of(Tensors.float32(engine), Tensors.float32(reference)));
    }
}
