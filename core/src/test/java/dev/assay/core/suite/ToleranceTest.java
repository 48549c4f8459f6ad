package dev.assay.core.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.Tolerance.Violation;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.Tensors;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToleranceTest {
    @Test
    void listsWhatExceedsItsBoundInTheOrderOfTheKeys() {
        ErrorStatistics statistics = statistics(Tensors.float32(1, 2.5f), Tensors.float32(1, 2));
        Tolerance tolerance =
                new Tolerance(
                        Map.of(
                                ToleranceKey.RMSE, 1.0,
                                ToleranceKey.REL_L2, 1e-3,
                                ToleranceKey.MAX_ABS, 0.1));

        assertThat(tolerance.violations(statistics))
                .containsExactly(
                        new Violation(ToleranceKey.MAX_ABS, OptionalDouble.of(0.5), 0.1),
                        new Violation(
                                ToleranceKey.REL_L2, OptionalDouble.of(0.5 / Math.sqrt(5)), 1e-3));
    }

    @Test
    void acceptsAValueAtItsBound() {
        ErrorStatistics statistics = statistics(Tensors.float32(1.5f), Tensors.float32(1));

        assertThat(new Tolerance(Map.of(ToleranceKey.MAX_ABS, 0.5)).violations(statistics))
                .isEmpty();
        assertThat(new Tolerance(Map.of()).violations(statistics)).isEmpty();
    }

    @Test
    void acceptsOnlyEqualTensorsAtZero() {
        Tolerance exact = new Tolerance(Map.of(ToleranceKey.MAX_ABS, 0.0));

        assertThat(exact.violations(statistics(Tensors.float32(1), Tensors.float32(1)))).isEmpty();
        assertThat(exact.violations(statistics(Tensors.float32(1.0000001f), Tensors.float32(1))))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void neverPassesAStatisticThatIsUndefined(ToleranceKey key) {
        ErrorStatistics nothingFinite = statistics(Tensors.float32(Float.NaN), Tensors.float32(1));

        assertThat(new Tolerance(Map.of(key, 1e300)).violations(nothingFinite))
                .containsExactly(new Violation(key, OptionalDouble.empty(), 1e300));
    }

    @Test
    void neverPassesARatioToAZeroReference() {
        ErrorStatistics statistics = statistics(Tensors.float32(1), Tensors.float32(0));

        assertThat(new Tolerance(Map.of(ToleranceKey.REL_L2, 1e300)).violations(statistics))
                .hasSize(1);
    }

    @Test
    void neverPassesAStatisticThatIsNaN() {
        ErrorStatistics overflowed = statistics(Tensors.float64(1e300), Tensors.float64(-1e300));

        assertThat(overflowed.relativeL2().orElseThrow()).isNaN();
        assertThat(new Tolerance(Map.of(ToleranceKey.REL_L2, 1e300)).violations(overflowed))
                .hasSize(1);
    }

    @Test
    void describesAViolationWithItsFactor() {
        assertThat(new Violation(ToleranceKey.REL_L2, OptionalDouble.of(0.031), 5e-6).describe())
                .isEqualTo("relL2 0.0310 > 5.0e-06 (6200x)");
        assertThat(new Violation(ToleranceKey.MAX_ABS, OptionalDouble.empty(), 0.5).describe())
                .isEqualTo("maxAbs is undefined, limit 0.50");
    }

    private static ErrorStatistics statistics(TensorData engine, TensorData reference) {
        return ErrorCalculator.calculate(TensorPairs.of(engine, reference));
    }
}
