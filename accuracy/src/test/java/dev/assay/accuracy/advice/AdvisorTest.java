package dev.assay.accuracy.advice;

import static dev.assay.core.suite.ToleranceKey.MAX_ABS;
import static dev.assay.core.suite.ToleranceKey.P99_REL;
import static dev.assay.core.suite.ToleranceKey.REL_L2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

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
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdvisorTest {
    /// Between two floats, so that rounding to FP32 takes 2^-25 off.
    private static final double EXACT = 1 + 0x1p-25;

    @Test
    void givesFp32TenTimesItsNoiseRoundedUpToTwoDigits() {
        ToleranceAdvice advice = advice(Precision.FP32, f32(1 + 0x1p-22f), f64(EXACT), Map.of());
        double noise = 0x1p-22 - 0x1p-25;

        assertThat(advice.rounding()).containsEntry(MAX_ABS, 0x1p-25);
        assertThat(advice.expected()).containsEntry(MAX_ABS, noise);
        assertThat(advice.expected().get(REL_L2)).isCloseTo(noise / EXACT, within(1e-20));
        // 10 * 2.086e-7
        assertThat(advice.limits()).containsEntry(MAX_ABS, 2.1e-6);
        assertThat(advice.limits()).containsOnlyKeys(MAX_ABS, P99_REL, REL_L2);
        assertThat(advice.basis()).isEqualTo("10 x the reference's own noise, FP32 against FP64");
        assertThat(advice.guess()).isFalse();
    }

    @Test
    void scalesTheNoiseByHowMuchCoarserAPrecisionRounds() {
        // To FP32 this value rounds by 2^-25, and to BF16 by all that is beyond the 1.
        double exact = 1 + 0x1p-9 + 0x1p-25;
        double noise = 0x1p-22 + 0x1p-25;
        ToleranceAdvice advice =
                advice(Precision.BF16, f32((float) (exact - noise)), f64(exact), Map.of());

        assertThat(advice.rounding()).containsEntry(MAX_ABS, 0x1p-9 + 0x1p-25);
        assertThat(advice.expected().get(MAX_ABS)).isCloseTo((0x1p16 + 1) * noise, within(1e-15));
        assertThat(advice.basis())
                .isEqualTo(
                        "3 x FP32's noise x 66000, as BF16 rounds so much coarser: not measured");
    }

    @Test
    void expectsNeverLessThanTheRoundingOfTheOutputs() {
        // The noise is in the small element alone, so scaled it stays below what rounding the large
        // one does.
        TensorData exact = f64(3 + 0x1p-24, 0x1p-20);
        TensorData single = f32(3, 0x1p-20f + 0x1p-43f);

        ToleranceAdvice advice = advice(Precision.TF32, single, exact, Map.of());

        advice.rounding()
                .forEach((key, rounding) ->
                        assertThat(advice.expected().get(key)).isGreaterThanOrEqualTo(rounding));
    }

    @Test
    void expectsTheNoiseOfTheFormatWhereTheOutputsHappenToBeRound() {
        // BF16 rounds the first value as FP32 does, and holds the others.
        TensorData exact = f64(1 + 0x1p-30, 2, 0.5);
        TensorData single = f32(1 + 0x1p-20f, 2, 0.5f);

        ToleranceAdvice advice = advice(Precision.BF16, single, exact, Map.of());

        assertThat(advice.expected()).containsEntry(MAX_ABS, 0x1p16 * (0x1p-20 - 0x1p-30));
    }

    @Test
    void takesMeasuredOutputsForWhatTheyAre() {
        Map<Precision, TensorData> measured = Map.of(Precision.INT8, f32(1.5f));

        ToleranceAdvice advice = advice(Precision.INT8, f32(1), f64(EXACT), measured);

        assertThat(advice.limits()).contains(entry(MAX_ABS, 1.5), entry(REL_L2, 1.5));
        assertThat(advice.basis()).isEqualTo("3 x the errors of the measured outputs");
        assertThat(advice.guess()).isFalse();
    }

    @Test
    void callsUnmeasuredQuantisationAGuess() {
        List<ToleranceAdvice> all = Advisor.advise(f32(1), f64(EXACT), Map.of());

        assertThat(all).extracting(ToleranceAdvice::precision).containsExactly(Precision.values());
        assertThat(all)
                .filteredOn(ToleranceAdvice::guess)
                .extracting(ToleranceAdvice::precision)
                .containsExactly(Precision.INT8, Precision.FP8);
        assertThat(all.getLast().basis()).contains("a guess").contains("measure it");
    }

    @Test
    void hasNoLimitsWhereThePrecisionCannotHoldTheOutputs() {
        TensorData single = f32(1e5f, 1);
        TensorData exact = f64(1e5 + 1e-3, EXACT);

        ToleranceAdvice unmeasured = advice(Precision.FP16, single, exact, Map.of());
        ToleranceAdvice measured =
                advice(Precision.FP16, single, exact, Map.of(Precision.FP16, f32(1e5f, 1.01f)));

        assertThat(unmeasured.rounding()).isEmpty();
        assertThat(unmeasured.limits()).isEmpty();
        assertThat(unmeasured.basis()).startsWith("none: FP16 cannot hold");
        assertThat(measured.rounding()).isEmpty();
        assertThat(measured.limits()).containsOnlyKeys(ToleranceKey.MAX_ABS, P99_REL, REL_L2);
    }

    @Test
    void refusesFilesThatCannotShowTheNoise() {
        assertRefused(f32(1), f32(1), "'y' of the second file is FLOAT32");
        assertRefused(f64(EXACT), f64(EXACT), "'y' is equal in both files");
        assertRefused(f32(1), f64(1.5), "holds FP32 values stored as FP64");
        assertRefused(f32(1), f64(0), "zero everywhere");
        assertRefused(f32(Float.NaN), f64(EXACT), "1 values that are not finite");
        assertRefused(f32(1, 1), f64(EXACT), "has shape 2, its reference has 1");
    }

    private static void assertRefused(TensorData single, TensorData exact, String message) {
        assertThatThrownBy(() -> Advisor.advise(single, exact, Map.of()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(message);
    }

    private static ToleranceAdvice advice(
            Precision precision,
            TensorData single,
            TensorData exact,
            Map<Precision, TensorData> measured) {
        return Advisor.advise(single, exact, measured).get(precision.ordinal());
    }

    private static TensorData f32(float... values) {
        return new TensorData(
                new TensorSpec("y", ElementType.FLOAT32, Shape.of(values.length)),
                Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, values));
    }

    private static TensorData f64(double... values) {
        return new TensorData(
                new TensorSpec("y", ElementType.FLOAT64, Shape.of(values.length)),
                Arena.ofAuto().allocateFrom(ValueLayout.JAVA_DOUBLE, values));
    }
}
