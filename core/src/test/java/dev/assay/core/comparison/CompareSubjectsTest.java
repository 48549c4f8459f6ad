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
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.Verdict;
import dev.assay.core.verdict.VerdictFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
