package dev.assay.core.verdict;

import static dev.assay.core.run.RunFixtures.CASE;
import static dev.assay.core.run.RunFixtures.caseId;
import static dev.assay.core.run.RunFixtures.compared;
import static dev.assay.core.run.RunFixtures.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.ConsistencyCheck;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.core.run.DetectionFixtures;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome;
import dev.assay.core.run.RunFixtures;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.VerdictRow.CaseState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparatorTest {
    private static final AccuracyOutcome GOOD =
            compared(List.of(result("full")), List.of(result("timed fork 0")));

    private final Comparator withBaseline =
            new Comparator(1, Optional.of(summary -> Optional.of(VerdictFixtures.UNCHANGED)));
    private final Comparator withoutBaseline = new Comparator(1, Optional.empty());

    @Test
    void comparesTheSpeedOfACaseWhoseOutputsAreRight() {
        VerdictRow row = decide(withBaseline, List.of(), Optional.of(GOOD));

        assertThat(row.state()).isEqualTo(CaseState.MEASURED);
        assertThat(row.accuracy()).isEqualTo(AccuracyStanding.PASSED);
        assertThat(row.accuracyDetail()).isEmpty();
        assertThat(row.speed()).contains(VerdictFixtures.UNCHANGED);
    }

    @Test
    void saysNothingOfSpeedWithoutABaseline() {
        assertThat(decide(withoutBaseline, List.of(), Optional.of(GOOD)).speed()).isEmpty();
        assertThat(
                        decide(
                                        new Comparator(1, Optional.of(summary -> Optional.empty())),
                                        List.of(),
                                        Optional.of(GOOD))
                                .speed())
                .isEmpty();
    }

    @Test
    void givesNoSpeedToWrongOutputs() {
        AccuracyOutcome wrong =
                compared(
                        List.of(
                                result("full", "relL2 0.5 > 0.1"),
                                result("border", "NaN: 3 values")),
                        List.of());

        VerdictRow row = decide(withBaseline, List.of(), Optional.of(wrong));

        assertThat(row.accuracy()).isEqualTo(AccuracyStanding.FAILED);
        assertThat(row.accuracyDetail())
                .containsExactly(
                        "output 'image' (full): relL2 0.5 > 0.1",
                        "output 'image' (border): NaN: 3 values");
        assertThat(row.speed())
                .contains(
                        SpeedVerdict.invalid("ACCURACY", "output 'image' (full): relL2 0.5 > 0.1"));
    }

    @Test
    void takesWrongTimedOutputsAloneForWrong() {
        AccuracyOutcome wrong =
                compared(List.of(result("full")), List.of(result("timed fork 2", "maxAbs 7 > 1")));

        VerdictRow row = decide(withoutBaseline, List.of(), Optional.of(wrong));

        assertThat(row.accuracy()).isEqualTo(AccuracyStanding.FAILED);
        assertThat(row.speed())
                .contains(
                        SpeedVerdict.invalid(
                                "ACCURACY", "output 'image' (timed fork 2): maxAbs 7 > 1"));
    }

    @Test
    void doesNotPassACaseOfWhichNothingWasCompared() {
        VerdictRow row =
                decide(withoutBaseline, List.of(), Optional.of(compared(List.of(), List.of())));

        assertThat(row.accuracy()).isNotEqualTo(AccuracyStanding.PASSED);
    }

    @Test
    void takesADetectorBeyondItsBudgetForWrong() {
        AccuracyOutcome wrong =
                compared(List.of(), List.of()).with(DetectionFixtures.scores("dAP 1 > 0.4"));

        VerdictRow row = decide(withBaseline, List.of(), Optional.of(wrong));

        assertThat(row.accuracy()).isEqualTo(AccuracyStanding.FAILED);
        assertThat(row.speed())
                .contains(SpeedVerdict.invalid("ACCURACY", "detections: dAP 1 > 0.4"));
    }

    @Test
    void passesADetectorOnItsImagesAlone() {
        AccuracyOutcome right = compared(List.of(), List.of()).with(DetectionFixtures.scores());

        assertThat(decide(withoutBaseline, List.of(), Optional.of(right)).accuracy())
                .isEqualTo(AccuracyStanding.PASSED);
    }

    @Test
    void takesOutputsThatCannotBeComparedForWrongOnes() {
        AccuracyOutcome wrong = new AccuracyOutcome.Wrong(List.of("shape 2x3, not 3x2"));

        VerdictRow row = decide(withBaseline, List.of(), Optional.of(wrong));

        assertThat(row.state()).isEqualTo(CaseState.MEASURED);
        assertThat(row.accuracy()).isEqualTo(AccuracyStanding.FAILED);
        assertThat(row.speed()).contains(SpeedVerdict.invalid("ACCURACY", "shape 2x3, not 3x2"));
    }

    @Test
    void takesAnEngineThatContradictsItselfForWrongWithAndWithoutAReference() {
        ConsistencyResult contradiction =
                new ConsistencyResult(
                        ConsistencyCheck.REPEATED,
                        1,
                        0,
                        OptionalDouble.of(0.5),
                        OptionalDouble.of(7),
                        List.of("output 'y', whole batch: relL2 0.5 > 0.1"),
                        Optional.empty());
        for (AccuracyOutcome outcome :
                List.of(GOOD, new AccuracyOutcome.Unchecked("no references"))) {
            AccuracyRow accuracy = new AccuracyRow(CASE, outcome, List.of(contradiction));

            VerdictRow row = decideRow(withBaseline, List.of(), Optional.of(accuracy));

            assertThat(row.accuracy()).isEqualTo(AccuracyStanding.FAILED);
            assertThat(row.accuracyDetail())
                    .containsExactly(
                            "the same query twice in one session: output 'y', whole batch: relL2"
                                    + " 0.5 > 0.1");
        }
    }

    @Test
    void provesNothingWithoutATolerance() {
        AccuracyOutcome unbounded =
                new AccuracyOutcome.Compared(
                        "r.safetensors",
                        1,
                        Map.of(),
                        List.of(result("full")),
                        List.of(),
                        List.of());

        VerdictRow row = decide(withBaseline, List.of(), Optional.of(unbounded));

        assertThat(row.accuracy()).isEqualTo(AccuracyStanding.UNCHECKED);
        assertThat(row.accuracyDetail().getFirst()).contains("sets no tolerance");
    }

    @Test
    void takesAScoreBeyondItsBoundForWrongOutputs() {
        VerdictRow row =
                decide(withBaseline, List.of(), Optional.of(scored("psnr 31.5 dB < 40 dB")));

        assertThat(row.accuracy()).isEqualTo(AccuracyStanding.FAILED);
        assertThat(row.accuracyDetail())
                .containsExactly("output 'image' (psnr): psnr 31.5 dB < 40 dB");
    }

    @Test
    void isProvenByABoundOnAScoreAlone() {
        VerdictRow row = decide(withBaseline, List.of(), Optional.of(scored()));

        assertThat(row.accuracy()).isEqualTo(AccuracyStanding.PASSED);
    }

    private static AccuracyOutcome scored(String... violations) {
        return new AccuracyOutcome.Compared(
                "r.safetensors",
                1,
                Map.of(),
                List.of(result("full")),
                List.of(),
                List.of(),
                List.of(RunFixtures.score(violations)),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void givesNoSpeedToACaseWithFewerForksThanPlanned() {
        Comparator threeForks = new Comparator(3, Optional.empty());

        VerdictRow row =
                decide(
                        threeForks,
                        List.of(),
                        Optional.of(compared(List.of(result("full")), List.of())));

        assertThat(row.speed().orElseThrow().reason()).isEqualTo("UNFINISHED");
    }

    @Test
    void takesAComparisonThatBrokeForAFailedCase() {
        AccuracyOutcome failed = new AccuracyOutcome.Failed(ErrorKind.INFERENCE, "crashed");

        VerdictRow row = decide(withBaseline, List.of(), Optional.of(failed));

        assertThat(row.state()).isEqualTo(CaseState.FAILED);
        assertThat(row.stateReason()).isEqualTo("comparing its outputs: crashed");
        assertThat(row.accuracy()).isEqualTo(AccuracyStanding.ABSENT);
        assertThat(row.speed()).isEmpty();
    }

    @Test
    void doesNotCompareAnUnsteadyNumber() {
        VerdictRow row =
                decide(
                        withBaseline,
                        List.of("fork 1: drifts", "fork 2: drifts"),
                        Optional.of(GOOD));

        assertThat(row.accuracy()).isEqualTo(AccuracyStanding.PASSED);
        assertThat(row.speed())
                .contains(SpeedVerdict.invalid("UNSTEADY", "fork 1: drifts; fork 2: drifts"));
    }

    @Test
    void namesWrongOutputsBeforeUnsteadyNumbers() {
        AccuracyOutcome wrong = compared(List.of(result("full", "relL2")), List.of());

        assertThat(decide(withBaseline, List.of("drifts"), Optional.of(wrong)).speed())
                .map(SpeedVerdict::reason)
                .contains("ACCURACY");
    }

    /// A number that would be of no engine at all is the likelier cause than the engine.
    @Test
    void saysOfWrongOutputsWhatRanElsewhere() {
        Measurement there = RunFixtures.measurement(CASE, 0, 1, 2);
        Measurement elsewhere =
                new Measurement(
                        new EngineIdentity(
                                "ONNX Runtime",
                                "1.20.0",
                                "aa",
                                "bb",
                                Map.of(EngineIdentity.FALLBACK, "1 of 1: Det")),
                        there.timings(),
                        there.flow(),
                        there.jmhScoreSeconds(),
                        there.stopReason(),
                        there.outputs(),
                        there.host(),
                        there.device(),
                        there.validity(),
                        there.notes());

        VerdictRow row =
                decide(
                                List.of(
                                        new MeasurementRow(
                                                CASE, 0, new Outcome.Measured(elsewhere))),
                                Map.of(CASE, VerdictFixtures.summary(CASE, List.of(), 1, 2)),
                                List.of(
                                        new AccuracyRow(
                                                CASE,
                                                compared(
                                                        List.of(result("full", "relL2 2 > 1")),
                                                        List.of()))))
                        .getFirst();

        assertThat(row.speed())
                .contains(
                        SpeedVerdict.invalid(
                                "ACCURACY",
                                "output 'image' (full): relL2 2 > 1; 1 of 1: Det ran on another provider; the option allow-fallback permits that"));
    }

    @Test
    void marksWhatWasNotChecked() {
        VerdictRow noReference =
                decide(
                        withBaseline,
                        List.of(),
                        Optional.of(new AccuracyOutcome.Unchecked("no references")));
        VerdictRow noStage = decide(withBaseline, List.of(), Optional.empty());

        assertThat(noReference.accuracy()).isEqualTo(AccuracyStanding.UNCHECKED);
        assertThat(noReference.accuracyDetail()).containsExactly("no references");
        assertThat(noReference.speed()).isPresent();
        assertThat(noStage.accuracy()).isEqualTo(AccuracyStanding.UNCHECKED);
        assertThat(noStage.accuracyDetail()).containsExactly("the accuracy stage has not run");
    }

    @Test
    void failsACaseOfWhichOneForkFailed() {
        List<MeasurementRow> forks =
                List.of(
                        measured(0),
                        new MeasurementRow(
                                CASE, 1, new Outcome.Failed(ErrorKind.INFERENCE, "crashed")));

        VerdictRow row = decide(forks, Map.of(), List.of()).getFirst();

        assertThat(row.state()).isEqualTo(CaseState.FAILED);
        assertThat(row.stateReason()).isEqualTo("crashed");
        assertThat(row.accuracy()).isEqualTo(AccuracyStanding.ABSENT);
    }

    @Test
    void tellsWhatWasSkippedFromWhatIsMissing() {
        List<MeasurementRow> forks =
                List.of(new MeasurementRow(CASE, 0, new Outcome.Skipped("no FP8")));

        assertThat(decide(forks, Map.of(), List.of())).containsExactly(skipped("no FP8"));
        assertThat(decide(List.of(), Map.of(), List.of()))
                .extracting(VerdictRow::state)
                .containsExactly(CaseState.MISSING);
    }

    @Test
    void givesOneRowForEveryCaseSortedById() {
        List<VerdictRow> rows =
                withBaseline.compare(
                        List.of(caseId(16), caseId(2), caseId(8)), List.of(), Map.of(), List.of());

        assertThat(rows).extracting(row -> row.caseId().batch()).containsExactly(2, 8, 16);
    }

    private static VerdictRow decide(
            Comparator comparator, List<String> invalid, Optional<AccuracyOutcome> accuracy) {
        return decideRow(comparator, invalid, accuracy.map(it -> new AccuracyRow(CASE, it)));
    }

    private static VerdictRow decideRow(
            Comparator comparator, List<String> invalid, Optional<AccuracyRow> accuracy) {
        return comparator
                .compare(
                        List.of(CASE),
                        List.of(measured(0)),
                        Map.of(CASE, VerdictFixtures.summary(CASE, invalid, 1, 2)),
                        accuracy.stream().toList())
                .getFirst();
    }

    private List<VerdictRow> decide(
            List<MeasurementRow> forks,
            Map<CaseId, CaseSummary> summaries,
            List<AccuracyRow> accuracy) {
        return withBaseline.compare(List.of(CASE), forks, summaries, accuracy);
    }

    private static MeasurementRow measured(int fork) {
        return new MeasurementRow(
                CASE, fork, new Outcome.Measured(RunFixtures.measurement(CASE, fork, 1, 2)));
    }

    private static VerdictRow skipped(String reason) {
        return new VerdictRow(
                VerdictRow.SCHEMA,
                CASE,
                CaseState.SKIPPED,
                reason,
                AccuracyStanding.ABSENT,
                List.of(),
                Optional.empty());
    }
}
