package dev.assay.core.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected values: SciPy 1.17.1,
///
/// ```python
/// se, df = sd * np.sqrt(2 / n), 2 * n - 2
/// tc = st.t.ppf(1 - alpha / 2, df)
/// st.nct.sf(tc, df, effect / se)                                         # detection
/// # with a threshold, and equivalence: scipy.integrate.quad over chi2.pdf, epsrel 1e-12
/// ```
class PowerTest {
    @ParameterizedTest
    @CsvSource({
        "0.01, 5, 0.02, 0.05, 0.7905416315352444",
        "0.005, 3, 0.01, 0.05, 0.4626081286481515",
        "0.002, 10, 0.002, 0.001, 0.08492192238533061",
        "0.03, 2, 0.05, 0.05, 0.1695458025966848",
        "0.02, 100, 0.01, 0.05, 0.9404271823246941"
    })
    void isThatOfTheNoncentralT(
            double deviation, int forks, double effect, double alpha, double power) {
        assertThat(Power.detection(Design.balanced(deviation, forks), effect, 0, alpha))
                .isCloseTo(power, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "0.01, 5, 0.05, 0.03, 0.9992172653005166",
        "0.02, 10, 0.05, 0.03, 0.9873250233483143"
    })
    void asksForAnEstimateOfTheThresholdToo(
            double deviation, int forks, double effect, double threshold, double power) {
        assertThat(Power.detection(Design.balanced(deviation, forks), effect, threshold, 0.05))
                .isCloseTo(power, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.01, 5, 0, 0.03, 0.992076545201225", "0.02, 10, 0.01, 0.03, 0.689547341902553"})
    void knowsHowOftenEquivalenceIsShown(
            double deviation, int forks, double effect, double margin, double power) {
        Design design = Design.balanced(deviation, forks);

        assertThat(Power.equivalence(design, effect, -margin, margin, 0.05))
                .isCloseTo(power, within(1e-9));
    }

    /// Forks a side for 90 % power by a Monte Carlo of Welch's test: coefficient of variation,
    /// change, α, forks. The Monte Carlo may err by a fork.
    @ParameterizedTest
    @CsvSource({
        "0.002, 0.01, 0.05, 3", "0.002, 0.01, 0.001, 5", "0.002, 0.02, 0.05, 2",
        "0.002, 0.02, 0.001, 4", "0.005, 0.01, 0.05, 7", "0.005, 0.01, 0.001, 14",
        "0.005, 0.02, 0.05, 3", "0.005, 0.02, 0.001, 6", "0.01, 0.01, 0.05, 23",
        "0.01, 0.02, 0.05, 7", "0.01, 0.02, 0.001, 14", "0.01, 0.03, 0.05, 4",
        "0.01, 0.05, 0.05, 3", "0.01, 0.05, 0.001, 5", "0.02, 0.02, 0.05, 23",
        "0.02, 0.03, 0.05, 11", "0.02, 0.03, 0.001, 22", "0.02, 0.05, 0.05, 5",
        "0.02, 0.05, 0.001, 10"
    })
    void needsTheForksThatAreKnown(double deviation, double change, double alpha, int expected) {
        double effect = Math.log1p(change);
        OptionalInt forks =
                Power.fewest(
                        2,
                        1000,
                        n ->
                                Power.detection(Design.balanced(deviation, n), effect, 0, alpha)
                                        >= 0.9);

        assertThat(forks.orElseThrow()).isCloseTo(expected, within(1));
    }

    @Test
    void findsTheEffectThatItsPowerFinds() {
        Design design = new Design(0.01, 5, 0.02, 7);

        double effect = Power.detectable(design, 0.03, 0.05, 0.9);

        assertThat(Power.detection(design, effect, 0.03, 0.05)).isCloseTo(0.9, within(1e-9));
        assertThat(effect).isGreaterThan(Power.detectable(design, 0, 0.05, 0.9));
    }

    @Test
    void isCertainWithoutNoise() {
        Design design = Design.balanced(0, 5);

        assertThat(Power.detection(design, 0.03, 0.03, 0.05)).isEqualTo(1);
        assertThat(Power.detection(design, 0.02, 0.03, 0.05)).isZero();
        assertThat(Power.equivalence(design, 0.02, -0.03, 0.03, 0.05)).isEqualTo(1);
        assertThat(Power.detectable(design, 0, 0.05, 0.9)).isZero();
    }

    @Test
    void saysThatNoNumberOfForksIsEnough() {
        assertThat(Power.fewest(2, 100, n -> n > 100)).isEmpty();
        assertThat(Power.fewest(2, 100, n -> n >= 37)).hasValue(37);
    }
}
