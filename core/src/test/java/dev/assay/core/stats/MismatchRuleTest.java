package dev.assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.tensor.Tensors;
import org.junit.jupiter.api.Test;

class MismatchRuleTest {
    @Test
    void addsBothTolerancesAsNumpyDoes() {
        assertThat(MismatchRule.NUMPY.mismatched(2.25, 2, 0.125, 0.0625)).isFalse();
        assertThat(MismatchRule.NUMPY.mismatched(2.251, 2, 0.125, 0.0625)).isTrue();
        assertThat(MismatchRule.NUMPY.mismatched(-2, 2, 0, 2)).isFalse();
        assertThat(MismatchRule.NUMPY.mismatched(1e-9, 0, 0, 1)).isTrue();
    }

    @Test
    void needsBothTolerancesExceededAsPolygraphyDoes() {
        assertThat(MismatchRule.POLYGRAPHY.mismatched(2.25, 2, 0.125, 0.0625)).isTrue();
        assertThat(MismatchRule.POLYGRAPHY.mismatched(2.25, 2, 0.25, 0)).isFalse();
        assertThat(MismatchRule.POLYGRAPHY.mismatched(2.25, 2, 0, 0.125)).isFalse();
        assertThat(MismatchRule.POLYGRAPHY.mismatched(1e-9, 0, 1e-10, 1)).isTrue();
    }

    @Test
    void countsAmongTheFinitePairs() {
        MismatchTolerance small = new MismatchTolerance(1e-5, 1e-5);
        MismatchTolerance large = new MismatchTolerance(1, 1);
        ErrorStatistics statistics =
                ErrorCalculator.calculate(
                        TensorPairs.of(
                                Tensors.float32(1, 2.5f, Float.NaN, 4),
                                Tensors.float32(1, 2, 3, Float.POSITIVE_INFINITY)),
                        ErrorSettings.standard().with(large));

        assertThat(statistics.mismatches(MismatchRule.NUMPY, small)).hasValue(1);
        assertThat(statistics.mismatches(MismatchRule.POLYGRAPHY, large)).hasValue(0);
        assertThat(statistics.mismatches(MismatchRule.NUMPY, new MismatchTolerance(2, 2)))
                .isEmpty();
    }
}
