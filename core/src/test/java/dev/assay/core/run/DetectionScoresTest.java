package dev.assay.core.run;

import static dev.assay.core.run.RunFixtures.CASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.Golden;
import dev.assay.core.suite.DetectionBound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionScoresTest {
    @TempDir Path folder;

    @Test
    void sealsWhatADetectorsLineLooksLike() throws IOException {
        RunDirectory run = new RunDirectory(folder);
        AccuracyRow row =
                new AccuracyRow(
                        CASE,
                        RunFixtures.compared(List.of(), List.of())
                                .with(DetectionFixtures.scores("dAP 1 > 0.4")));

        run.append(row);

        assertThat(run.accuracy()).containsExactly(row);
        Golden.assertMatches(
                "accuracy-detection.jsonl", Files.readString(folder.resolve("accuracy.jsonl")));
    }

    @Test
    void readsLinesOfRunsThatKnewNoDetection() throws IOException {
        RunDirectory run = new RunDirectory(folder);
        AccuracyRow row = new AccuracyRow(CASE, RunFixtures.compared(List.of(), List.of()));
        run.append(row);

        assertThat(Files.readString(folder.resolve("accuracy.jsonl"))).doesNotContain("detection");
        assertThat(run.accuracy()).containsExactly(row);
    }

    @Test
    void addsViolationsOfOtherBuilds() {
        assertThat(DetectionFixtures.scores("one").failing(List.of("two")).violations())
                .containsExactly("one", "two");
    }

    @Test
    void holdsABoundOnlyWhereTheChangeIsKnownAndWithin() {
        DetectionScores scores = DetectionFixtures.scores();

        assertThat(scores.change("AP").orElseThrow().points()).hasValue(-1);
        assertThat(scores.change("AR100")).isEmpty();
        assertThat(scores.holds(DetectionBound.D_AP)).as("1 > 0.4").isFalse();
        assertThat(scores.holds(DetectionBound.D_AP_LARGE)).as("nothing counts").isFalse();
        assertThat(scores.holds(DetectionBound.D_AP50)).as("no such change").isFalse();
    }
}
