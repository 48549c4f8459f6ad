package dev.assay.accuracy.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.comparison.PairedScore;
import dev.assay.core.run.AccuracyOutcome.Compared;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairedDetectionsTest {
    private static final CaseId CASE = new CaseId("toy/replay/fp32/b1/3x8x10/base/latency");
    private static final Path TRUTH = Fixtures.file("bootstrap/annotations.json");

    @TempDir Path folder;

    @Test
    void putsTheChangeOfTheScoreInsideItsInterval() throws IOException {
        RunDirectory a = run("a", "a", TRUTH);
        RunDirectory b = run("b", "b", TRUTH);

        List<PairedScore> rows = PairedDetections.compare(a, b);
        PairedScore.write(b, rows);

        assertThat(PairedScore.of(b)).isEqualTo(rows);
        assertThat(rows).extracting(PairedScore::metric).contains("AP", "AP50", "APlarge");
        PairedScore ap = rows.getFirst();
        assertThat(ap.caseId()).isEqualTo(CASE);
        assertThat(ap.metric()).isEqualTo("AP");
        assertThat(100 * (ap.b() - ap.a())).isBetween(ap.low(), ap.high());
        assertThat(ap.low()).isLessThan(ap.high());
    }

    @Test
    void findsNoChangeBetweenEqualDetections() throws IOException {
        assertThat(PairedDetections.compare(run("a", "a", TRUTH), run("b", "a", TRUTH)))
                .isNotEmpty()
                .allSatisfy(it -> {
                    assertThat(it.low()).isZero();
                    assertThat(it.high()).isZero();
                });
    }

    @Test
    void comparesNothingOfAnotherTruthOrOfOneSideAlone() throws IOException {
        RunDirectory a = run("a", "a", TRUTH);

        assertThat(PairedDetections.compare(a, run("b", "b", folder.resolve("other.json"))))
                .isEmpty();
        assertThat(PairedDetections.compare(a, new RunDirectory(folder.resolve("none")))).isEmpty();
    }

    private RunDirectory run(String name, String detections, Path truth) throws IOException {
        RunDirectory run = new RunDirectory(folder.resolve(name));
        Files.createDirectories(run.root());
        Files.copy(
                Fixtures.file("bootstrap/" + detections + ".json"),
                run.root().resolve("detections.json"));
        DetectionScores scores =
                new DetectionScores(
                        "detr",
                        truth.toString(),
                        Optional.empty(),
                        25,
                        0,
                        Map.of(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        "detections.json",
                        new DetectionScores.Inputs("pixels", "inputs.jsonl", "", Optional.empty()),
                        List.of(),
                        List.of());
        run.append(
                new AccuracyRow(
                        CASE,
                        new Compared(
                                "outputs",
                                1,
                                Map.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                Optional.of(scores))));
        return run;
    }
}
