package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.RelativeRule;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToleranceKeyTest {
    @Test
    void boundsTheStatisticThatItNames() {
        ErrorStatistics statistics =
                ErrorCalculator.calculate(
                        TensorPairs.of(Tensors.float32(1, 2.5f, 7), Tensors.float32(1, 2, 3)));
        Distribution absolute = statistics.absolute().orElseThrow();
        Distribution relative = statistics.relative(RelativeRule.SEED000).orElseThrow();

        assertThat(ToleranceKey.MAX_ABS.value(statistics)).hasValue(absolute.max());
        assertThat(ToleranceKey.MEAN_ABS.value(statistics)).hasValue(absolute.mean());
        assertThat(ToleranceKey.MEDIAN_ABS.value(statistics)).hasValue(absolute.median());
        assertThat(ToleranceKey.P99_ABS.value(statistics)).hasValue(absolute.p99());
        assertThat(ToleranceKey.MAX_REL.value(statistics)).hasValue(relative.max());
        assertThat(ToleranceKey.MEAN_REL.value(statistics)).hasValue(relative.mean());
        assertThat(ToleranceKey.MEDIAN_REL.value(statistics)).hasValue(relative.median());
        assertThat(ToleranceKey.P99_REL.value(statistics)).hasValue(relative.p99());
        assertThat(ToleranceKey.REL_L2.value(statistics)).isEqualTo(statistics.relativeL2());
        assertThat(ToleranceKey.RMSE.value(statistics)).hasValue(statistics.rmse());
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsKey(ToleranceKey key) {
        assertThat(ToleranceKey.of(key.key())).isEqualTo(key);
    }

    @Test
    void suggestsTheNearestKey() {
        assertFails(ErrorKind.CONFIG, () -> ToleranceKey.of("relL3"))
                .withMessageContaining("'relL3'")
                .withMessageContaining("did you mean 'relL2'?");
    }
}
