package dev.assay.core.verdict;

import static dev.assay.core.run.RunFixtures.CASE;
import static dev.assay.core.run.RunFixtures.caseId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Expected intervals: SciPy 1.17.1 and NumPy 2.4.6,
///
/// ```python
/// s = np.sqrt((np.diff(np.log(sessions)) ** 2).sum() / (2 * 7)); df = 2 * 7 / 3
/// d = np.log(after).mean() - np.log(before).mean(); h = stats.t.ppf(0.95, df) * s * np.sqrt(2)
/// np.expm1([d, d - h, d + h])
/// np.expm1((stats.t.ppf(0.975, df) + stats.t.ppf(0.9, df)) * s * np.sqrt(2))
/// ```
class StoredBaselineTest {
    private static final double[] BEFORE = {0.0100, 0.0101, 0.0099};
    private static final double[] SESSIONS = {
        0.0100, 0.0101, 0.0099, 0.0100, 0.0101, 0.0100, 0.0099, 0.0100
    };

    @Test
    void seesNoChangeWhereTheIntervalIsWithinTheMargin() {
        SpeedVerdict verdict = compare(BEFORE, 0.01002, 0.01011, 0.00998);

        assertThat(verdict.verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(verdict.reason()).isEqualTo("WITHIN_MARGIN");
        assertInterval(verdict, 0.0036854228748656316, -0.020577391449325452, 0.028549289445340156);
        assertThat(verdict.smallestVisible().orElseThrow())
                .isCloseTo(0.05046147527553947, within(1e-9));
    }

    @Test
    void suspectsASlowerRunButNeverCallsItARegression() {
        SpeedVerdict verdict = compare(BEFORE, 0.0110, 0.0112, 0.0111);

        assertThat(verdict.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo("SUSPECT");
        assertInterval(verdict, 0.11000697062326155, 0.0831739685560912, 0.1375046950903771);
    }

    @Test
    void suspectsAFasterRunButNeverCallsItAnImprovement() {
        SpeedVerdict verdict = compare(BEFORE, 0.0090, 0.0091, 0.0089);

        assertThat(verdict.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo("SUSPECT_FASTER");
        assertInterval(verdict, -0.100007037795845, -0.1217632192022582, -0.07771189988050624);
    }

    /// However alike the forks of two nights are: they say nothing of the difference of nights.
    @Test
    void takesItsNoiseFromSessionsAndNotFromForks() {
        SpeedVerdict verdict = compare(BEFORE, 0.01015, 0.01015, 0.01015, 0.01015);

        assertThat(verdict.reason()).isEqualTo("NOISE");
    }

    @Test
    void judgesNothingFromTooFewSessions() {
        SpeedVerdict verdict =
                new StoredBaseline(
                                List.of(VerdictFixtures.baseline(CASE, BEFORE)),
                                VerdictFixtures.sessions(
                                        CASE, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01))
                        .compare(VerdictFixtures.summary(CASE, List.of(), BEFORE))
                        .orElseThrow();

        assertThat(verdict.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo("HISTORY");
        assertThat(verdict.detail()).startsWith("7 of the 8 earlier sessions");
        assertThat(verdict.change()).isPresent();
        assertThat(verdict.low()).isEmpty();
    }

    @Test
    void doesNotTakeAnotherBuildForAnotherSpeed() {
        CaseId built = new CaseId("mst/tensorrt-onnx/fp16/b1/3x96x90/base/latency");
        BaselineRow row =
                new BaselineRow(
                        BaselineRow.SCHEMA,
                        built,
                        MeasurementBoundary.HOST_END_TO_END,
                        "run-1",
                        List.of(0.01, 0.01),
                        "another plan");

        assertThat(
                        new StoredBaseline(List.of(row), VerdictFixtures.sessions(built, SESSIONS))
                                .compare(VerdictFixtures.summary(built, List.of(), 0.02, 0.02))
                                .orElseThrow()
                                .reason())
                .isEqualTo("REBUILT");
    }

    @Test
    void saysNothingOfACaseThatTheBaselineLacks() {
        StoredBaseline baseline =
                new StoredBaseline(List.of(VerdictFixtures.baseline(caseId(8), BEFORE)), Map.of());

        assertThat(baseline.compare(VerdictFixtures.summary(CASE, List.of(), BEFORE))).isEmpty();
    }

    private static SpeedVerdict compare(double[] before, double... after) {
        return new StoredBaseline(
                        List.of(VerdictFixtures.baseline(CASE, before)),
                        VerdictFixtures.sessions(CASE, SESSIONS))
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
