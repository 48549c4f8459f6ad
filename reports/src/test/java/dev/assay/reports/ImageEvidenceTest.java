package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.SampleImage;
import dev.assay.core.run.TaskScore;
import dev.assay.core.suite.CaseId;
import dev.assay.reports.accuracy.ScoreFigure;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.page.PageBuilder;
import dev.assay.reports.text.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scores, distributions and pictures of image outputs on the page.
class ImageEvidenceTest {
    private static final String PICTURE = "images/a case/worst.png";

    @TempDir Path folder;
    private DemoRun demo = new DemoRun(Path.of("unset"));

    @BeforeEach
    void start() {
        demo = new DemoRun(folder.resolve("runs/demo"));
        demo.start();
        DemoPictures.write(demo.run(), PICTURE);
    }

    @Test
    void showsScoresBesideThoseOfTheReference() throws IOException {
        append(1, "y", score(31.25, OptionalDouble.of(31.5)), PICTURE);

        assertThat(page())
                .contains("Task scores: mean of the images")
                .contains(">31.25 dB<", ">31.50 dB<", ">−2.50e-1 dB<", "crop 4 px")
                .contains("✓ minPsnr 30");
    }

    @Test
    void showsAScoreInTheTerminalAndAllInMarkdownBesideTheError() {
        demo.bench(DemoRun.MST, "replay", 1, 0.01, 20);
        append(1, "y", score(31.25, OptionalDouble.of(31.5)), PICTURE);

        String terminal = TerminalTable.render(demo.run(), 80);
        assertThat(terminal)
                .containsPattern("images/s +PSNR state")
                .contains(" 31.25 NOT JUDGED")
                .contains(
                        "PSNR: in dB against ground truth, mean of 1 image; the reference has 31.50");
        assertThat(terminal.lines())
                .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(80));
        assertThat(TerminalTable.render(demo.run(), 64)).doesNotContain("PSNR");
        assertThat(MarkdownTable.render(demo.run()))
                .contains("| relL2 | Scores (change) |")
                .contains("| 1.00e-6 | PSNR 31.25 dB (−2.50e-1 dB) |");
    }

    @Test
    void fitsScoresOfAnySizeIntoFiveColumns() {
        assertThat(ScoreFigure.narrow(score(132.449, OptionalDouble.empty()))).isEqualTo("132.4");
        assertThat(ScoreFigure.narrow(score(28.556, OptionalDouble.empty()))).isEqualTo("28.56");
        assertThat(ScoreFigure.narrow(DemoPictures.error("y", 0.2946))).isEqualTo("0.295");
        assertThat(ScoreFigure.narrow(DemoPictures.error("y", 2.9e-6))).isEqualTo("<1e-3");
    }

    @Test
    void saysOfAScoreWithoutAReferenceNoChange() {
        demo.bench(DemoRun.MST, "replay", 1, 0.01, 20);
        append(1, "y", score(Double.POSITIVE_INFINITY, OptionalDouble.empty()), PICTURE);

        assertThat(TerminalTable.render(demo.run(), 80))
                .contains("    ∞ NOT JUDGED")
                .contains("mean of 1 image\n");
        assertThat(MarkdownTable.render(demo.run())).contains("| PSNR ∞ dB |");
    }

    @Test
    void showsNoReferencesValueWhereTheReferenceIsTheTarget() throws IOException {
        append(1, "y", score(Double.POSITIVE_INFINITY, OptionalDouble.empty()), PICTURE);

        assertThat(page()).contains(">∞ dB<").doesNotContain("Reference's value");
    }

    @Test
    void joinsBatchesThatScoreAlike() throws IOException {
        append(1, "y", score(31.25, OptionalDouble.empty()), PICTURE);
        append(2, "y", score(31.25, OptionalDouble.empty()), PICTURE);
        append(4, "y", score(31.3, OptionalDouble.empty()), PICTURE);

        assertThat(page()).contains(">1, 2</td>").contains(">31.30 dB<");
    }

    @Test
    void drawsOneDistributionOfAllBatchesAndGivesItsNumbers() {
        append(1, "y", score(31.25, OptionalDouble.empty()), PICTURE);
        append(2, "y", score(31.25, OptionalDouble.empty()), PICTURE);

        Chart chart =
                new PageBuilder()
                        .build(ReportModel.of(demo.run()), demo.run().report()).charts().stream()
                                .filter(it -> it.file().endsWith("distribution0.png"))
                                .findFirst()
                                .orElseThrow();

        assertThat(chart.numbers().rows())
                .contains(List.of("0, equal", "10.0 % (200)"), List.of("3.16e-7", "40.0 % (800)"));
        assertThat(chart.numbers().headings()).last().isEqualTo("replay fp32, 10.0 % equal");
    }

    @Test
    void givesEachPrecisionADistributionWhereOneChartCannotNameAll() {
        for (String precision : List.of("fp32", "fp16")) {
            for (String engine :
                    List.of("replay", "pytorch", "onnxruntime-cpu", "tensorrt-onnx", "other")) {
                append(
                        DemoRun.id(DemoRun.MST, engine, precision, 1),
                        "y",
                        score(31.25, OptionalDouble.empty()),
                        PICTURE);
            }
        }

        List<Chart> charts =
                new PageBuilder()
                        .build(ReportModel.of(demo.run()), demo.run().report()).charts().stream()
                                .filter(it -> it.file().contains("distribution"))
                                .toList();

        assertThat(charts)
                .extracting(Chart::file)
                .satisfiesExactly(
                        it -> assertThat(it).endsWith("distribution0.fp32.png"),
                        it -> assertThat(it).endsWith("distribution0.fp16.png"));
        assertThat(charts.getLast().numbers().headings())
                .hasSize(6)
                .allSatisfy(it -> assertThat(it).doesNotContain("fp32"));
    }

    @Test
    void showsPicturesWithTheirScale() throws IOException {
        append(1, "y", score(31.25, OptionalDouble.empty()), PICTURE);

        assertThat(page())
                .contains("replay fp32 · batch 1 · 'y', row 3: worst, RMSE 3.20e-7")
                .contains("channel 15 of 0–30 of 90×96 pixels, black 0 to white 1.00.")
                .contains("≤ 1e-9", ">1e-6<", "logarithmic")
                .contains("<img src=\"data:image/png;base64,");
    }

    /// A run directory may come from elsewhere.
    @Test
    void embedsOnlyPicturesOfTheRunDirectory() throws IOException {
        DemoPictures.write(demo.run(), "../secret.png");
        AtomicFile.write(demo.run().root().resolve("text.png"), "no picture");

        for (String file : List.of("../secret.png", "text.png", "missing.png", "\u0000")) {
            demo.run().clearAccuracy();
            append(1, "y", score(31.25, OptionalDouble.empty()), file);
            assertThat(page()).as(file).doesNotContain("class=\"sample\"");
        }
    }

    @Test
    void escapesNamesOfOutputs() throws IOException {
        append(1, "<img src=x>\"'", score(31.25, OptionalDouble.empty()), PICTURE);

        assertThat(page()).doesNotContain("<img src=x").contains("&lt;img src=x&gt;");
    }

    @Test
    void leavesPicturesOutThatAPageCannotCarry() throws IOException {
        byte[] large = Files.readAllBytes(demo.run().root().resolve(PICTURE));
        AtomicFile.write(demo.run().root().resolve("large.png"), Arrays.copyOf(large, 90_000));
        for (String engine : List.of("replay", "pytorch", "onnxruntime-cpu")) {
            append(id(engine, 1), "y", score(31.25, OptionalDouble.empty()), "large.png");
        }

        assertThat(page()).contains("Pictures of 2 more engines lie in <code>images/</code>");
    }

    private static TaskScore score(double value, OptionalDouble reference) {
        return DemoPictures.score("y", value, reference);
    }

    private void append(int batch, String output, TaskScore score, String file) {
        append(id("replay", batch), output, score, file);
    }

    private void append(CaseId id, String output, TaskScore score, String file) {
        SampleImage image = DemoPictures.image(output, file);
        demo.run().append(new AccuracyRow(id, DemoPictures.compared(output, score, image)));
    }

    private static CaseId id(String engine, int batch) {
        return DemoRun.id(DemoRun.MST, engine, "fp32", batch);
    }

    private String page() throws IOException {
        return Files.readString(ReportWriter.write(demo.run(), demo.run().report()));
    }
}
