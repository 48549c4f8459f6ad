package dev.assay.core.verdict;

import static dev.assay.core.run.RunFixtures.CASE;
import static dev.assay.core.run.RunFixtures.caseId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Expected intervals: SciPy 1.17.1 and NumPy 2.4.6,
///
/// ```python
/// a, b = np.log(after), np.log(before)
/// ci = scipy.stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.90)
/// np.expm1([a.mean() - b.mean(), ci.low, ci.high])
/// ```
class StoredBaselineTest {
    private static final double[] BEFORE = {0.0100, 0.0101, 0.0099};

    @Test
    void seesNoChangeWhereTheIntervalIsWithinTheMargin() {
        SpeedVerdict verdict = compare(BEFORE, 0.01002, 0.01011, 0.00998);

        assertThat(verdict.verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(verdict.reason()).isEqualTo("WITHIN_MARGIN");
        assertInterval(verdict, 0.0036854228748656316, -0.011686910615138364, 0.019296859377331978);
    }

    @Test
    void suspectsASlowerRunButNeverCallsItARegression() {
        SpeedVerdict verdict = compare(BEFORE, 0.0110, 0.0112, 0.0111);

        assertThat(verdict.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo("SUSPECT");
        assertInterval(verdict, 0.11000697062326155, 0.09171262294977682, 0.12860788538204207);
    }

    @Test
    void suspectsAFasterRunButNeverCallsItAnImprovement() {
        SpeedVerdict verdict = compare(BEFORE, 0.0090, 0.0091, 0.0089);

        assertThat(verdict.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo("SUSPECT_FASTER");
        assertInterval(verdict, -0.100007037795845, -0.11646683137628337, -0.08324060625960394);
    }

    @Test
    void callsAnIntervalNoiseThatHoldsBothNoChangeAndALargeOne() {
        SpeedVerdict verdict = compare(BEFORE, 0.0100, 0.0120, 0.0090);

        assertThat(verdict.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo("NOISE");
        assertInterval(verdict, 0.02601976980509598, -0.19643748599475305, 0.31006181807035876);
    }

    @Test
    void comparesUnequalNumbersOfForks() {
        SpeedVerdict verdict = compare(BEFORE, 0.0101, 0.0102, 0.0100, 0.0103, 0.0101);

        assertThat(verdict.verdict()).isEqualTo(Verdict.UNCHANGED);
        assertInterval(verdict, 0.013982608102203207, -0.0016771674438847337, 0.029888024198779173);
    }

    @Test
    void doesNotSuspectAChangeBelowTheMarginThoughItIsCertain() {
        double[] before = {0.0100, 0.0100, 0.0101};

        SpeedVerdict verdict = compare(before, 0.01024, 0.01025, 0.01026);

        assertThat(verdict.reason()).isEqualTo("NOISE");
        assertInterval(verdict, 0.021605611287756413, 0.01197858912652145, 0.03132421597523128);
    }

    @Test
    void judgesForksThatDoNotVaryAtAll() {
        double[] constant = {0.01, 0.01};

        assertThat(compare(constant, 0.01, 0.01).reason()).isEqualTo("WITHIN_MARGIN");
        assertThat(compare(constant, 0.02, 0.02).reason()).isEqualTo("SUSPECT");
        assertThat(compare(constant, 0.005, 0.005).reason()).isEqualTo("SUSPECT_FASTER");
        assertInterval(compare(constant, 0.02, 0.02), 1, 1, 1);
    }

    @Test
    void judgesNoSpreadFromOneFork() {
        SpeedVerdict verdict = compare(BEFORE, 0.02);

        assertThat(verdict.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo("FORKS");
        assertThat(verdict.change()).isPresent();
        assertThat(verdict.low()).isEmpty();
        assertThat(verdict.high()).isEmpty();
        assertThat(compare(new double[] {0.01}, 0.02, 0.02).reason()).isEqualTo("FORKS");
    }

    @Test
    void saysNothingOfACaseThatTheBaselineLacks() {
        StoredBaseline baseline =
                new StoredBaseline(List.of(VerdictFixtures.baseline(caseId(8), BEFORE)));

        assertThat(baseline.compare(VerdictFixtures.summary(CASE, List.of(), BEFORE))).isEmpty();
    }

    private static SpeedVerdict compare(double[] before, double... after) {
        return new StoredBaseline(List.of(VerdictFixtures.baseline(CASE, before)))
                .compare(VerdictFixtures.summary(CASE, List.of(), after))
                .orElseThrow();
    }

    private static void assertInterval(
            SpeedVerdict verdict, double change, double low, double high) {
        assertThat(verdict.change().orElseThrow()).isCloseTo(change, within(1e-9));
        assertThat(verdict.low().orElseThrow()).isCloseTo(low, within(1e-9));
        assertThat(verdict.high().orElseThrow()).isCloseTo(high, within(1e-9));
    }
}
