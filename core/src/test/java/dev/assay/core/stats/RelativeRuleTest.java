package dev.assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RelativeRuleTest {
    @Test
    void dividesByItsOwnDenominator() {
        assertThat(RelativeRule.SEED000.error(3, -2)).isEqualTo(5 / (2 + 5e-5));
        assertThat(RelativeRule.SEED002.error(3, -2)).isEqualTo(5 / (2 + 1e-12));
        assertThat(RelativeRule.POLYGRAPHY.error(3, -2)).isEqualTo(2.5);
        assertThat(RelativeRule.NONZERO.error(3, -2)).isEqualTo(2.5);
        assertThat(RelativeRule.SYMMETRIC.error(3, -2)).isEqualTo(2);
    }

    @Test
    void treatsAZeroReferenceByItsRule() {
        assertThat(RelativeRule.SEED000.error(1, 0)).isEqualTo(1 / 5e-5);
        assertThat(RelativeRule.POLYGRAPHY.error(1, 0)).isEqualTo(0x1p52);
        assertThat(RelativeRule.SYMMETRIC.error(1, 0)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void findsNoErrorBetweenEqualValues(RelativeRule rule) {
        assertThat(rule.error(0, 0)).isZero();
        assertThat(rule.error(-0.0, 0)).isZero();
        assertThat(rule.error(7, 7)).isZero();
    }

    @Test
    void hasAKeyAndAFormulaOfItsOwn() {
        assertThat(Arrays.stream(RelativeRule.values()).map(RelativeRule::jsonKey))
                .doesNotHaveDuplicates();
        assertThat(Arrays.stream(RelativeRule.values()).map(RelativeRule::formula))
                .doesNotHaveDuplicates();
    }
}
