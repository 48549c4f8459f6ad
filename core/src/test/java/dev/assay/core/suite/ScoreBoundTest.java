package dev.assay.core.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScoreBoundTest {
    private static final OptionalDouble NOTHING = OptionalDouble.empty();
    private static final OptionalDouble INFINITE = OptionalDouble.of(Double.POSITIVE_INFINITY);

    @Test
    void boundsAScoreFromTheSideOnWhichItIsBad() {
        assertThat(ScoreBound.MIN_PSNR.holds(of(30), NOTHING, 30)).isTrue();
        assertThat(ScoreBound.MIN_PSNR.holds(of(29.9), NOTHING, 30)).isFalse();
        assertThat(ScoreBound.MAX_MRAE.holds(of(0.1), NOTHING, 0.1)).isTrue();
        assertThat(ScoreBound.MAX_MRAE.holds(of(0.11), NOTHING, 0.1)).isFalse();
    }

    @Test
    void countsAsLossHowMuchWorseThanTheReferenceItIs() {
        assertThat(ScoreBound.MAX_PSNR_LOSS.bounded(of(31), of(31.5))).hasValue(0.5);
        assertThat(ScoreBound.MAX_SAM_LOSS.bounded(of(0.5), of(0.25))).hasValue(0.25);
        assertThat(ScoreBound.MAX_PSNR_LOSS.holds(of(33), of(31.5), 0)).isTrue();
    }

    @Test
    void losesNothingBetweenTwoImagesThatEqualTheGroundTruth() {
        assertThat(ScoreBound.MAX_PSNR_LOSS.bounded(INFINITE, INFINITE)).hasValue(0);
        assertThat(ScoreBound.MAX_PSNR_LOSS.holds(of(90), INFINITE, 1e9)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void neverHoldsForAScoreThatIsUndefined(ScoreBound bound) {
        double limit = bound == ScoreBound.MIN_PSNR || bound == ScoreBound.MIN_SSIM ? 0 : 1e300;

        assertThat(bound.holds(NOTHING, of(1), limit)).isFalse();
        assertThat(bound.holds(of(Double.NaN), of(1), limit)).isFalse();
        assertThat(bound.isLoss() && bound.holds(of(1), NOTHING, limit)).isFalse();
    }

    private static OptionalDouble of(double value) {
        return OptionalDouble.of(value);
    }
}
