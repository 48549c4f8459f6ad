package dev.assay.core.comparison;

import static dev.assay.core.run.RunFixtures.CASE;
import static dev.assay.core.run.RunFixtures.HOST;
import static dev.assay.core.run.RunFixtures.compared;
import static dev.assay.core.run.RunFixtures.measure;
import static dev.assay.core.run.RunFixtures.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.comparison.Turn.Side;
import dev.assay.core.comparison.Turn.Stage;
import dev.assay.core.noise.Calibration;
import dev.assay.core.run.AccuracyOutcome.Compared;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.ConsistencyCheck;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.core.run.DetectionFixtures;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunFixtures;
import dev.assay.core.run.TaskScore;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.ScoreBound;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.Verdict;
import dev.assay.core.verdict.VerdictFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareSubjectsTest {
    @TempDir Path folder;

    private RunDirectory run = new RunDirectory(Path.of("run"));
    private RunDirectory reference = run;
    private int fork;

    @BeforeEach
    void begin() {
        run = new RunDirectory(folder.resolve("run"));
        reference = ComparisonPlan.reference(run);
        for (RunDirectory side : List.of(run, reference)) {
            side.writeEnvironment(HOST);
            side.append(new AccuracyRow(CASE, compared(List.of(result("full")), List.of())));
        }
        plan(3, 5);
    }

    @Test
    void callsASlowdownThatFreshForksConfirmARegression() {
        turns(Stage.SCREEN, 3, 1.06);
        turns(Stage.CONFIRM, 5, 1.05);

        RunVerdict verdict = decide();

        assertThat(verdict.exitCode()).isEqualTo(Exit.REGRESSION);
        assertThat(speed().verdict()).isEqualTo(Verdict.REGRESSED);
        // From the fresh forks alone: the screen's were chosen for being far off.
        assertThat(speed().change().orElseThrow()).isBetween(0.049, 0.051);
        assertThat(speed().smallestVisible()).isPresent();
        assertThat(ComparisonRow.of(run))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.stage()).isEqualTo(Stage.CONFIRM);
                    assertThat(it.aSeconds()).hasSize(5);
                });
    }

    @Test
    void provesNoChangeFromTheScreenWhereForksAgree() {
        turns(Stage.SCREEN, 3, 1.001);

        assertThat(decide().exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(speed().verdict()).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void leavesASuspectOpenThatWasNeverConfirmed() {
        turns(Stage.SCREEN, 3, 1.06);

        decide();

        assertThat(speed().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(speed().reason()).isEqualTo("SUSPECT");
    }

    @Test
    void judgesNothingOfACandidateWithWrongOutputs() {
        turns(Stage.SCREEN, 3, 0.5);
        run.append(new AccuracyRow(CASE, compared(List.of(result("full", "NaN")), List.of())));

        assertThat(decide().exitCode()).isEqualTo(Exit.REGRESSION);
        assertThat(speed().reason()).isEqualTo("ACCURACY");
    }

    @Test
    void isNotContentWithErrorsThatKeepTheirLimitsButGrew() {
        turns(Stage.SCREEN, 3, 1);
        AccuracyResult grown =
                new AccuracyResult(
                        "image",
                        "full",
                        RunFixtures.statistics(new float[] {1, 3}, new float[] {1, 2}),
                        List.of());
        run.append(new AccuracyRow(CASE, compared(List.of(grown), List.of())));

        assertThat(decide().exitCode()).isEqualTo(Exit.REGRESSION);
        assertThat(speed().reason()).isEqualTo("ACCURACY");
        assertThat(speed().detail())
                .isEqualTo(
                        "output 'image': mean absolute error 0.500, a's is 0.250: more than 1.25"
                                + " times");
    }

    @Test
    void noticesAnEngineThatIsNoLongerDeterministic() {
        turns(Stage.SCREEN, 3, 1);
        reference.append(repeated(2));
        run.append(repeated(1));

        assertThat(decide().exitCode()).isEqualTo(Exit.REGRESSION);
        assertThat(speed().detail())
                .isEqualTo("the same query twice in one session: a is equal bit for bit, b is not");
    }

    /// The suite allows 0.05 dB; every image lost between 0.1 and 0.3.
    @Test
    void noticesImagesThatAreSurelyWorse() {
        turns(Stage.SCREEN, 3, 1);
        reference.append(scored(31, 32, 33, 34));
        run.append(scored(30.9, 31.7, 32.8, 33.8));

        assertThat(decide().exitCode()).isEqualTo(Exit.REGRESSION);
        assertThat(speed().detail())
                .startsWith("output 'image': psnr is at least 0.1")
                .endsWith(" dB below a's, 0.05 is allowed");
    }

    /// On average 0.25 dB are lost, but by one image of four.
    @Test
    void doesNotBlameOneImageOnAll() {
        turns(Stage.SCREEN, 3, 1);
        reference.append(scored(31, 32, 33, 34, Double.POSITIVE_INFINITY));
        run.append(scored(30, 32, 33, 34, Double.POSITIVE_INFINITY));

        decide();

        assertThat(speed().verdict()).isEqualTo(Verdict.UNCHANGED);
    }

    private static AccuracyRow scored(double... psnr) {
        TaskScore score =
                new TaskScore(
                        "psnr",
                        "image",
                        "dB",
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Arrays.stream(psnr).boxed().toList(),
                        Map.of(),
                        Map.of(ScoreBound.MAX_PSNR_LOSS, 0.05),
                        List.of());
        return new AccuracyRow(CASE, with(List.of(score), Optional.empty()));
    }

    private static Compared with(List<TaskScore> scores, Optional<DetectionScores> detection) {
        Compared usual = compared(List.of(result("full")), List.of());
        return new Compared(
                usual.reference(),
                usual.rows(),
                usual.limits(),
                usual.results(),
                usual.timedOutputs(),
                usual.bitwiseEqualForks(),
                scores,
                usual.errors(),
                detection);
    }

    /// The suite allows 0.4 points.
    @ParameterizedTest
    @CsvSource({"-0.9, -0.41, true", "-0.9, -0.39, false", "0.5, 0.9, false"})
    void noticesADetectorWhoseScoreIsSurelyLower(double low, double high, boolean worse) {
        turns(Stage.SCREEN, 3, 1);
        AccuracyRow detector =
                new AccuracyRow(CASE, with(List.of(), Optional.of(DetectionFixtures.scores())));
        reference.append(detector);
        run.append(detector);
        PairedScore.write(
                run,
                List.of(
                        new PairedScore(
                                PairedScore.SCHEMA, CASE, "AP", 0.44, 0.43, low, high, 0.9)));

        assertThat(decide().exitCode()).isEqualTo(worse ? Exit.REGRESSION : Exit.CLEAN);
        assertThat(speed().verdict()).isEqualTo(worse ? Verdict.INVALID : Verdict.UNCHANGED);
        if (worse) {
            assertThat(speed().detail())
                    .isEqualTo("AP is at least 0.410 points below a's, 0.4 is allowed");
        }
    }

    private static AccuracyRow repeated(int equal) {
        return new AccuracyRow(
                CASE,
                compared(List.of(result("full")), List.of()),
                List.of(
                        new ConsistencyResult(
                                ConsistencyCheck.REPEATED,
                                2,
                                equal,
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                List.of(),
                                Optional.empty())));
    }

    @Test
    void comparesWithNoReferenceThatIsWrong() {
        turns(Stage.SCREEN, 3, 0.5);
        reference.append(
                new AccuracyRow(CASE, compared(List.of(result("full", "NaN")), List.of())));

        decide();

        assertThat(speed().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(speed().reason()).isEqualTo("REFERENCE");
    }

    @Test
    void replacesAnInvalidForkByItsRerunAndIsInvalidWithoutOne() {
        plan(0, 4);
        turns(Stage.CONFIRM, 3, 1);
        turn(Stage.CONFIRM, 1, List.of("too hot"), false);

        decide();
        assertThat(speed().reason()).isEqualTo("UNSTEADY");
        assertThat(speed().detail()).isEqualTo("b, fork 3: too hot");

        turn(Stage.CONFIRM, 1, List.of(), true);
        decide();
        assertThat(speed().verdict()).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void isOpenWhereForksAreMissing() {
        plan(0, 6);
        turns(Stage.CONFIRM, 4, 1.2);

        decide();

        assertThat(speed().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(speed().reason()).isEqualTo("UNFINISHED");
        assertThat(decide(true).exitCode()).isEqualTo(Exit.NOT_PROVEN);
    }

    @Test
    void writesTheSameBytesAgain() throws IOException {
        turns(Stage.SCREEN, 3, 1.06);
        turns(Stage.CONFIRM, 5, 1.05);
        for (String file : List.of("verdicts.jsonl", "verdict.json", "comparison.jsonl")) {
            decide();
            String first = Files.readString(run.root().resolve(file));
            decide();
            assertThat(Files.readString(run.root().resolve(file))).isEqualTo(first);
        }
    }

    private void plan(int screen, int confirm) {
        ComparisonPlan.of(
                        new Subject(Map.of()),
                        new Subject(Map.of("threads", "2")),
                        1,
                        screen,
                        confirm,
                        0.03)
                .write(run);
    }

    private void turns(Stage stage, int count, double factor) {
        for (int i = 0; i < count; i++) {
            turn(stage, factor, List.of(), false);
        }
    }

    private void turn(Stage stage, double factor, List<String> invalid, boolean rerun) {
        float seconds = 0.01f * (1 + 0.0005f * (fork % 3));
        new Turn(Turn.SCHEMA, CASE, fork, stage, Side.A, rerun).append(run);
        measure(reference, CASE, fork, seconds);
        measure(run, CASE, fork, invalid, (float) (seconds * factor));
        fork++;
    }

    private RunVerdict decide() {
        return decide(false);
    }

    private RunVerdict decide(boolean gated) {
        return new CompareSubjects(run, Calibration.none(), EngineCatalog.standard(), gated)
                .decide(List.of(CASE));
    }

    private SpeedVerdict speed() {
        return new VerdictFiles(run).rows().getFirst().speed().orElseThrow();
    }
}
