package dev.assay.core.stats.exact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeysTest {
    private static final int LAST = Keys.of(Double.POSITIVE_INFINITY);

    @Test
    void splitTheNonNegativeDoublesWithoutGapOrOverlap() {
        assertThat(Keys.lowest(0)).isZero();
        for (int key = 0; key <= LAST; key++) {
            assertThat(Keys.of(Double.longBitsToDouble(Keys.lowest(key)))).isEqualTo(key);
            assertThat(Keys.of(Double.longBitsToDouble(Keys.highest(key)))).isEqualTo(key);
        }
        assertThat(Double.longBitsToDouble(Keys.highest(LAST))).isInfinite();
    }

    @Test
    void takeWhatFloatCannotHoldToTheEnds() {
        assertThat(Keys.of(0)).isZero();
        assertThat(Keys.of(Double.MIN_VALUE)).isZero();
        assertThat(Keys.of(Double.MAX_VALUE)).isEqualTo(LAST);
    }
}
