package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.reports.detection.DetectionTable;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.RowState;
import dev.assay.reports.text.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Detectors on the page, in the terminal and in Markdown.
class DetectionTest {
    @TempDir Path folder;
    private DemoRun demo = new DemoRun(Path.of("unset"));

    @BeforeEach
    void start() {
        demo = new DemoRun(folder.resolve("runs/demo"));
        demo.start();
    }

    @Test
    void showsScoresBesideTheReferencesWithIntervalAndBudget() throws IOException {
        DemoDetection.fill(demo);

        assertThat(page())
                .contains(
                        "COCO scores on 5000 images in points (hundredths), decoder detr.",
                        "the 95 % interval of the change (1000 draws of the images, seed 20260101)")
                .contains("Reference<span class=\"unit soft\">reference.json</span>", ">42.06</td>")
                .contains(
                        "<span class=\"main\">42.09</span><span class=\"unit\">+0.0300</span>"
                                + "<span class=\"unit soft\">−0.470 to +0.530</span>"
                                + "<span class=\"unit pass\">✓ dAP ≤ 0.4</span>")
                .contains(
                        "<span class=\"main\">41.44</span><span class=\"unit\">−0.620</span>"
                                + "<span class=\"unit soft\">−1.12 to −0.120</span>"
                                + "<span class=\"unit fail\">✗ dAP ≤ 0.4</span>")
                .contains("<span class=\"main\">57.42</span>");
    }

    @Test
    void joinsBatchesThatScoreAlike() {
        DemoDetection.fill(demo);

        DetectionTable table =
                DetectionTable.of(ReportModel.of(demo.run()).sections().getFirst()).orElseThrow();

        assertThat(table.groups()).hasSize(1);
        assertThat(table.groups().getFirst().rows())
                .extracting(it -> it.title())
                .containsExactly(
                        "pytorch fp32 · batch 1",
                        "onnxruntime-cpu fp32 · batch 1, 4",
                        "replay fp32 · batch 1");
    }

    @Test
    void listsTheCategoriesThatChangedMostAndCountsTheOthers() throws IOException {
        DemoDetection.fill(demo);

        assertThat(page())
                .contains("AP by category, points: largest change first; 60 more are not shown")
                .contains(
                        "<th scope=\"row\">kite</th><td class=\"n\">80</td><td class=\"n\">37.52</td>"
                                + "<td class=\"n\">40.00</td><td class=\"n\">−2.48</td>"
                                + "<td class=\"n\">−2.98 to −1.98</td>")
                .contains(">+1.95 to +2.95 (947 draws)<")
                .doesNotContain(">category 60<")
                .contains(">category 61<");
    }

    @Test
    void showsTheAgreementOfSingleDetections() throws IOException {
        DemoDetection.fill(demo);

        assertThat(page())
                .contains(
                        "<th scope=\"row\">≥ 0.3</th><td class=\"n\">36411</td>"
                                + "<td class=\"n\">36377</td><td class=\"n\">34</td>"
                                + "<td class=\"n\">36415</td><td class=\"n\">38</td>"
                                + "<td class=\"n\">−1.30e-4</td>")
                .contains(
                        "<th scope=\"row\">000000000785.jpg</th><td class=\"n\">785</td>"
                                + "<td class=\"n\">5.96e-8</td>")
                .contains("<li>17 detections do not count, the first is detections.json: [4]</li>")
                .contains("3 labels are no categories: their 12 detections were dropped");
    }

    @Test
    void failsADetectorWhoseOnlyViolationIsItsBudget() throws IOException {
        DemoDetection.fill(demo);

        CaseRow row =
                ReportModel.of(demo.run()).rows().stream()
                        .filter(it -> it.id().engine().equals("replay"))
                        .findFirst()
                        .orElseThrow();

        assertThat(row.standing()).isEqualTo(AccuracyStanding.FAILED);
        assertThat(row.state()).isEqualTo(RowState.INVALID);
        assertThat(row.speed()).isEmpty();
        assertThat(row.reason()).isEqualTo("detections: " + DemoDetection.VIOLATION);
        assertThat(page())
                .contains(
                        "✗ replay fp32 · batch 1: dAP 0.620 &gt; 0.40 points (AP 0.4144, reference");
    }

    @Test
    void needsNoStoredTensorsAndNoReference() throws IOException {
        String violation = "dAP is undefined, limit 0.40: the suite names no reference-detections";
        DemoDetection.append(
                demo, "replay", 1, DemoDetection.unreferenced("a", List.of(violation)));

        assertThat(page())
                .contains("no tensor was compared: the suite names no stored outputs;")
                .contains("<span class=\"unit fail\">✗ dAP ≤ 0.4</span>")
                .contains("AP by category, points: lowest first")
                .doesNotContain(">Reference<", "draws of the images")
                .doesNotContain("Error against the stored PyTorch outputs");
    }

    @Test
    void saysInTheFoldWhatIsInIt() throws IOException {
        DemoDetection.fill(demo);

        assertThat(page())
                .contains(
                        "replay fp32 · batch 1: by category up to −2.48 points (kite); 34 lost and 38"
                                + " gained of those scored ≥ 0.3; 2 warnings")
                .contains("pytorch fp32 · batch 1: no category changed; 34 lost");
    }

    @Test
    void escapesNamesOfCategoriesAndFiles() throws IOException {
        String hostile = "<img src=x onerror='alert(1)'></td><script>alert(2)</script>";
        DemoDetection.append(
                demo, "replay", 1, DemoDetection.compared("a", 0.1, hostile, List.of(hostile)));

        assertThat(page())
                .doesNotContain("<img src=x", "<script>alert")
                .contains("<th scope=\"row\">&lt;img src=x");
    }

    @Test
    void showsApInTheTerminal() {
        DemoDetection.fill(demo);

        String text = TerminalTable.render(demo.run(), 80);

        assertThat(text)
                .contains("batch engine                 median  spread images/s vs ref    AP state")
                .contains(" 42.09 NOT JUDGED")
                .contains("AP: COCO's, in points, on 5000 images; the reference has 42.06")
                .contains("change of AP with its 95 % interval: at most -0.620 (-1.12 to -0.120)")
                .contains("INVALID: detections: dAP 0.620 > 0.40");
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void leavesApOutWhereATerminalIsTooNarrowForNames() {
        DemoDetection.fill(demo);

        String text = TerminalTable.render(demo.run(), 64);

        assertThat(text).doesNotContain("AP:", " AP state");
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(64));
    }

    @Test
    void showsApAndItsChangeInMarkdown() throws IOException {
        DemoDetection.fill(demo);
        page();

        assertThat(Files.readString(demo.run().report().resolve("summary.md")))
                .contains("| AP, points | Change of AP |")
                .contains("| 41.44 | −0.620 (−1.12 to −0.120) |")
                .contains("AP 42.09 points, change +0.0300 (−0.470 to +0.530)");
    }

    private String page() throws IOException {
        return Files.readString(ReportWriter.write(demo.run(), demo.run().report()));
    }
}
