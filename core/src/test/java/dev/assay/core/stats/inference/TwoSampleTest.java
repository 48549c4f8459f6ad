package dev.assay.core.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.AssayException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the oracle does not hold: ties, samples without spread, sizes, and how tests belong
/// together.
class TwoSampleTest {
    private static final double[] A = {10.0, 10.1, 9.9, 10.05, 9.95};
    private static final double[] B = {10.1, 10.2, 9.98, 10.15, 10.02};

    /// `ttest_ind(b - ln(1 ± 0.03), a, equal_var=False, alternative=…)` of logarithms, SciPy
    /// 1.17.1.
    @Test
    void showsEquivalenceAsTwoOneSidedTestsDo() {
        double p = Welch.ofLogs(A, B).equivalenceP(Math.log1p(-0.03), Math.log1p(0.03));

        assertThat(p).isCloseTo(0.0025060905742539273, within(1e-12));
    }

    @Test
    void showsEquivalenceExactlyWhereTheIntervalIsInside() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Welch welch = Welch.of(normals(random, 5, 0), normals(random, 4, random.nextDouble()));
            boolean inside = welch.interval(0.90).inside(-1.5, 1.5);

            assertThat(welch.equivalenceP(-1.5, 1.5) < 0.05).isEqualTo(inside);
        }
    }

    @Test
    void takesSamplesWithoutSpreadForExact() {
        double[] ten = {10, 10, 10};
        Welch same = Welch.of(ten, ten);
        Welch slower = Welch.of(ten, new double[] {11, 11, 11});

        assertThat(same.pValue()).isEqualTo(1);
        assertThat(slower.pValue()).isZero();
        assertThat(slower.interval(0.9)).isEqualTo(new Interval(1, 1, 0.9));
        assertThat(same.equivalenceP(-1, 1)).isZero();
        assertThat(slower.equivalenceP(-1, 1)).isEqualTo(1);
        assertThat(MannWhitney.test(ten, ten).pValue()).isEqualTo(1);
        assertThat(MannWhitney.asymptotic(ten, ten).pValue()).isEqualTo(1);
        assertThat(PermutationTest.twoSided(ten, ten)).isEqualTo(1);
    }

    /// `scipy.stats.permutation_test` of the statistic of `mannwhitneyu`, all 252 divisions.
    @Test
    void countsTiedRanksExactly() {
        MannWhitney test =
                MannWhitney.test(new double[] {1, 2, 2, 3, 5}, new double[] {2, 3, 4, 4, 6});

        assertThat(test.u()).isEqualTo(6.5);
        assertThat(test.exact()).isTrue();
        assertThat(test.pValue()).isCloseTo(0.2222222222222222, within(1e-15));
    }

    @Test
    void countsUntiedRanksAsCommonsStatisticsDoes() {
        Random random = new Random(2);
        for (int n : new int[] {1, 4, 9, 30, 50}) {
            double[] a = normals(random, n, 0);
            double[] b = normals(random, Math.max(1, n - 2), 0.5);
            double expected = MannWhitney.exact(a, b).pValue();

            assertThat(RankSums.twoSided(a, b)).isCloseTo(expected, within(1e-12 * expected));
        }
    }

    @Test
    void approximatesRanksOfLargeSamplesOnly() {
        Random random = new Random(3);

        assertThat(MannWhitney.test(normals(random, 50, 0), normals(random, 50, 0)).exact())
                .isTrue();
        assertThat(MannWhitney.test(normals(random, 51, 0), normals(random, 5, 0)).exact())
                .isFalse();
    }

    @Test
    void visitsAllDivisionsOfTenASide() {
        double[] low = IntStream.range(0, 10).mapToDouble(i -> i).toArray();
        double[] high = IntStream.range(0, 10).mapToDouble(i -> 100 + i).toArray();

        assertThat(PermutationTest.twoSided(low, high)).isEqualTo(2 / 184_756.0);
        assertThatThrownBy(() -> PermutationTest.twoSided(low, new double[11]))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("at most 10");
    }

    /// 2/70 of the divisions of 4 and 4 lie beyond the extremes of the differences.
    @Test
    void boundsTheShiftByOrderedDifferences() {
        double[] a = {1, 2, 3, 4};
        double[] b = {11, 13, 15, 17};

        Interval interval = HodgesLehmann.of(a, b, 0.95).interval().orElseThrow();

        assertThat(interval).isEqualTo(new Interval(7, 16, 1 - 2 / 70.0));
        assertThat(HodgesLehmann.of(a, b, 0.95).shift()).isEqualTo(11.5);
        assertThat(
                        HodgesLehmann.of(new double[] {1, 2, 3}, new double[] {4, 5, 6}, 0.95)
                                .interval())
                .isEmpty();
    }

    /// The exact interval and that of the normal approximation differ little where they meet.
    @Test
    void holdsItsConfidenceOnBothSidesOfTheApproximation() {
        Random random = new Random(4);
        double[] a = normals(random, 50, 0);
        double[] b = normals(random, 50, 1);
        Interval exact = HodgesLehmann.of(a, b, 0.95).interval().orElseThrow();
        double[] more = Samples.join(b, new double[] {1});
        Interval approximate = HodgesLehmann.of(a, more, 0.95).interval().orElseThrow();

        assertThat(exact.confidence()).isBetween(0.95, 0.952);
        assertThat(approximate.confidence()).isBetween(0.95, 0.952);
        assertThat(approximate.low()).isCloseTo(exact.low(), within(0.02));
        assertThat(approximate.high()).isCloseTo(exact.high(), within(0.02));
    }

    @Test
    void refusesWhatItCannotCompare() {
        assertThatThrownBy(() -> Welch.of(new double[] {1}, A))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("at least 2");
        assertThatThrownBy(() -> Welch.of(new double[] {1, Double.NaN}, A))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> Welch.ofLogs(new double[] {1, 0}, A))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("Infinity");
        assertThatThrownBy(() -> Multiplicity.holm(new double[] {0.5, Double.NaN}))
                .isInstanceOf(AssayException.class);
    }

    @Test
    void adjustsEqualAndNoPValues() {
        double[] equal = {0.02, 0.02, 0.02};

        assertThat(Multiplicity.benjaminiHochberg(equal)).containsExactly(equal);
        assertThat(Multiplicity.holm(equal)).containsExactly(0.06, 0.06, 0.06);
        assertThat(Multiplicity.benjaminiHochberg(new double[0])).isEmpty();
        assertThat(Multiplicity.benjaminiHochberg(new double[] {0.9, 0.01}))
                .containsExactly(0.9, 0.02);
    }

    private static double[] normals(Random random, int count, double mean) {
        return IntStream.range(0, count).mapToDouble(i -> mean + random.nextGaussian()).toArray();
    }
}
