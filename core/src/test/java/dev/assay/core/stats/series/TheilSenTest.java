package dev.assay.core.stats.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.AssayException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TheilSenTest {
    /// `scipy.stats.theilslopes(y, np.arange(10), alpha=0.95)`, SciPy 1.17.1; p from S = 24 and the
    /// tie-corrected variance 124: `2 * norm.sf((24 - 1) / np.sqrt(124))`.
    @Test
    void agreesWithSciPyOnASeriesWithAnOutlierAndATie() {
        double[] series = {10.0, 10.2, 9.9, 10.4, 10.1, 12.5, 10.5, 10.3, 10.6, 10.6};

        TheilSen line = TheilSen.of(series, 0.95);

        assertThat(line.slope()).isCloseTo(0.06666666666666662, within(1e-12));
        assertThat(line.intercept()).isCloseTo(10.05, within(1e-12));
        assertThat(line.slopeInterval().low()).isCloseTo(0.016666666666666902, within(1e-12));
        assertThat(line.slopeInterval().high()).isCloseTo(0.13333333333333344, within(1e-12));
        assertThat(line.pValue()).isCloseTo(0.03887940451523151, within(1e-12));
    }

    @Test
    void seesADriftOfSixPercentInNoiseOfOne() {
        Random random = new Random(5);
        double[] series =
                IntStream.range(0, 90)
                        .mapToDouble(i -> 10 * (1 + 0.06 * i / 89) + 0.1 * random.nextGaussian())
                        .toArray();

        TheilSen line = TheilSen.of(series, 0.95);

        assertThat(line.pValue()).isLessThan(1e-6);
        assertThat(line.relativeChange(series.length)).isCloseTo(0.06, within(0.01));
    }

    /// At p < .05 in 400 flat series: 20 expected, three standard deviations are 13.
    @Test
    void callsNoiseADriftAsRarelyAsPSays() {
        Random random = new Random(6);
        int alarms = 0;
        for (int i = 0; i < 400; i++) {
            double[] series =
                    IntStream.range(0, 30).mapToDouble(j -> random.nextGaussian()).toArray();
            alarms += TheilSen.of(series, 0.95).pValue() < 0.05 ? 1 : 0;
        }

        assertThat(alarms).isBetween(7, 33);
    }

    @Test
    void findsNoDriftInAConstant() {
        TheilSen line = TheilSen.of(new double[] {3, 3, 3, 3}, 0.95);

        assertThat(line.slope()).isZero();
        assertThat(line.pValue()).isEqualTo(1);
    }

    @Test
    void refusesTwoValues() {
        assertThatThrownBy(() -> TheilSen.of(new double[] {1, 2}, 0.95))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("three");
    }
}
