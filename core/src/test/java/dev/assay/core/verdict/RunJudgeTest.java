package dev.assay.core.verdict;

import static dev.assay.core.run.RunFixtures.caseId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.verdict.VerdictRow.CaseState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RunJudgeTest {
    private static final VerdictRow GOOD =
            VerdictFixtures.measured(caseId(1), Optional.of(VerdictFixtures.UNCHANGED));
    private static final VerdictRow WRONG =
            VerdictFixtures.row(
                    caseId(2),
                    CaseState.MEASURED,
                    AccuracyStanding.FAILED,
                    Optional.of(SpeedVerdict.invalid("ACCURACY", "relL2")));
    private static final VerdictRow SLOWER = speed(Verdict.REGRESSED, "SLOWER");
    private static final VerdictRow SUSPECT = speed(Verdict.INCONCLUSIVE, "SUSPECT");
    private static final VerdictRow UNSTEADY = speed(Verdict.INVALID, "UNSTEADY");
    private static final VerdictRow FAILED = absent(CaseState.FAILED);
    private static final VerdictRow SKIPPED = absent(CaseState.SKIPPED);
    private static final VerdictRow UNCHECKED =
            VerdictFixtures.row(
                    caseId(3), CaseState.MEASURED, AccuracyStanding.UNCHECKED, Optional.empty());

    @Test
    void isCleanWhenEverythingAgrees() {
        RunVerdict verdict = RunJudge.judge(List.of(GOOD, GOOD), true, List.of("a notice"));

        assertThat(verdict)
                .isEqualTo(
                        new RunVerdict(
                                RunVerdict.SCHEMA,
                                Exit.CLEAN,
                                "2 of 2 measured cases agree with their references, none is slower"
                                        + " than the baseline.",
                                List.of("a notice")));
    }

    @Test
    void doesNotClaimASpeedThatWasNotJudged() {
        assertThat(RunJudge.judge(List.of(GOOD, UNCHECKED), false, List.of()).sentence())
                .isEqualTo("1 of 2 measured cases agree with their references.");
        assertThat(RunJudge.judge(List.of(UNCHECKED, UNCHECKED), false, List.of()).sentence())
                .isEqualTo("2 cases measured, none checked against a reference.");
    }

    @Test
    void doesNotSayThatNoneIsSlowerWhereTheBaselineHasNoneOfTheCases() {
        VerdictRow unknown = VerdictFixtures.measured(caseId(1), Optional.empty());

        assertThat(RunJudge.judge(List.of(unknown), true, List.of()).sentence())
                .isEqualTo(
                        "1 of 1 measured cases agree with their references, no speed was compared"
                                + " with the baseline.");
    }

    @Test
    void failsOnWrongOutputs() {
        RunVerdict verdict = RunJudge.judge(List.of(GOOD, WRONG), true, List.of());

        assertThat(verdict.exitCode()).isEqualTo(Exit.REGRESSION);
        assertThat(verdict.sentence()).isEqualTo("1 of 2 measured cases has wrong outputs.");
        assertThat(verdict.notices()).isEmpty();
    }

    @Test
    void failsOnARegression() {
        RunVerdict verdict = RunJudge.judge(List.of(SLOWER, SLOWER, GOOD), true, List.of());

        assertThat(verdict.exitCode()).isEqualTo(Exit.REGRESSION);
        assertThat(verdict.sentence())
                .isEqualTo("2 of 3 measured cases are slower than the baseline.");
    }

    @Test
    void ranksRegressionsAboveFailedCases() {
        RunVerdict verdict = RunJudge.judge(List.of(FAILED, WRONG, FAILED), true, List.of());

        assertThat(verdict.exitCode()).isEqualTo(Exit.REGRESSION);
        assertThat(verdict.sentence())
                .isEqualTo("1 of 1 measured cases has wrong outputs; 2 cases failed.");
        assertThat(RunJudge.judge(List.of(FAILED, GOOD), true, List.of()).exitCode())
                .isEqualTo(Exit.CASES_FAILED);
    }

    @Test
    void countsSkippedCasesAgainstNobody() {
        RunVerdict verdict = RunJudge.judge(List.of(SKIPPED, GOOD), true, List.of());

        assertThat(verdict.exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(verdict.notices()).containsExactly("1 case was skipped");
        assertThat(RunJudge.judge(List.of(SKIPPED, SKIPPED), false, List.of()).sentence())
                .isEqualTo("Nothing was measured: every case was skipped.");
    }

    @Test
    void noticesWhatDidNotRunSteadily() {
        RunVerdict verdict = RunJudge.judge(List.of(UNSTEADY, UNSTEADY, WRONG), true, List.of());

        assertThat(verdict.notices())
                .containsExactly(
                        "2 cases did not run steadily or completely: INVALID as a number, see the evidence");
    }

    @Test
    void noticesWhatDidNotRunAsItsNameSays() {
        VerdictRow mislabelled = speed(Verdict.INVALID, PrecisionRule.REASON);
        VerdictRow misplaced = speed(Verdict.INVALID, PlacementRule.REASON);

        assertThat(
                        RunJudge.judge(List.of(mislabelled, misplaced, misplaced), true, List.of())
                                .notices())
                .containsExactly(
                        "1 case did not run in the precision of its name: INVALID, see the engines",
                        "2 cases did not run on their engine alone: INVALID, see the engines");
    }

    @Test
    void doesNotDenyASuspicion() {
        RunVerdict verdict = RunJudge.judge(List.of(SUSPECT, GOOD), true, List.of());

        assertThat(verdict.exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(verdict.sentence())
                .isEqualTo(
                        "2 of 2 measured cases agree with their references, 1 is suspected to be"
                                + " slower than the baseline.");
    }

    private static VerdictRow speed(Verdict verdict, String reason) {
        return VerdictFixtures.measured(
                caseId(4),
                Optional.of(
                        new SpeedVerdict(
                                verdict,
                                reason,
                                reason,
                                OptionalDouble.of(0.1),
                                OptionalDouble.of(0.05),
                                OptionalDouble.of(0.15))));
    }

    private static VerdictRow absent(CaseState state) {
        return VerdictFixtures.row(caseId(5), state, AccuracyStanding.ABSENT, Optional.empty());
    }
}
