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
        TensorPairs pairs =
                TensorPairs.of(
                        Tensors.float32(1, 2.5f, Float.NaN, 4),
                        Tensors.float32(1, 2, 3, Float.POSITIVE_INFINITY));

        assertThat(pairs.mismatches(MismatchRule.NUMPY, 1e-5, 1e-5)).isEqualTo(1);
        assertThat(pairs.mismatches(MismatchRule.POLYGRAPHY, 1, 1)).isZero();
    }
}
