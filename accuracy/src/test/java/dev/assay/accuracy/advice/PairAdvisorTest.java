package dev.assay.accuracy.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairAdvisorTest {
    @Test
    void givesFp32TenTimesTheDifferenceOfTheTwo() {
        ToleranceAdvice advice = advice(Precision.FP32, values(1 + 0x1p-20f, 1), values(1, 1));

        // 10 * 2^-20 = 9.54e-6, rounded up to two digits.
        assertThat(advice.limits()).containsEntry(ToleranceKey.MAX_ABS, 9.6e-6);
        assertThat(advice.basis()).isEqualTo("10 x what Other's FP32 is from the references");
    }

    @Test
    void scalesItForCoarserFormats() {
        ToleranceAdvice advice = advice(Precision.FP16, values(1 + 0x1p-20f, 1), values(1, 1));

        // 3 * 2^13 * 2^-20 = 0.0234
        assertThat(advice.limits()).containsEntry(ToleranceKey.MAX_ABS, 2.4e-2);
        assertThat(advice.basis()).contains("not measured");
    }

    @Test
    void promisesNoMoreThanOneRoundingWhereTheTwoAgreeToTheBit() {
        ToleranceAdvice advice = advice(Precision.FP32, values(4, 1), values(4, 1));

        assertThat(advice.expected())
                .containsEntry(ToleranceKey.REL_L2, 0x1p-24)
                .containsEntry(ToleranceKey.MAX_ABS, 0x1p-22);
    }

    @Test
    void leavesInt8AndFp8ToBeMeasured() {
        for (Precision precision : List.of(Precision.INT8, Precision.FP8)) {
            assertThat(advice(precision, values(1, 2), values(1, 2)).limits()).isEmpty();
        }
    }

    @Test
    void findsNoToleranceInADifferenceThatIsNoNoise() {
        assertThatThrownBy(() -> advice(Precision.FP32, values(1.001f, 1), values(1, 1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no tolerance follows from it");
        assertThatThrownBy(() -> advice(Precision.FP32, values(Float.NaN, 1), values(1, 1)))
                .isInstanceOf(AssayException.class);
    }

    private static ToleranceAdvice advice(
            Precision precision, TensorData outputs, TensorData reference) {
        return PairAdvisor.advise(outputs, reference, "Other").stream()
                .filter(it -> it.precision() == precision)
                .findFirst()
                .orElseThrow();
    }

    private static TensorData values(float... values) {
        return new TensorData(
                new TensorSpec("y", ElementType.FLOAT32, Shape.of(values.length)),
                Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, values));
    }
}
