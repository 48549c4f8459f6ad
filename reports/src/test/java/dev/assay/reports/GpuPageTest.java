package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.RunDirectory;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.page.PageBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GpuPageTest {
    private static final String MST = "mst-plus-plus.3x512x482.latency";
    private static final String RESNET = "resnet50.3x224x224.latency";

    private RunDirectory run = new RunDirectory(Path.of("unset"));
    private String html = "";
    private List<Chart> charts = List.of();

    @BeforeAll
    void write(@TempDir Path folder) throws IOException {
        run = new DemoGpuRun(folder.resolve("runs/20261121-141500Z-gpu-a10d")).standard();
        html = Files.readString(ReportWriter.write(run, run.report()));
        charts = new PageBuilder().build(ReportModel.of(run), run.report()).charts();
    }

    @Test
    void laysEnginesAndPrecisionsSideBySideByBatch() {
        String matrix = between(section("speed-" + MST), "<table class=\"matrix\">", "</table>");
        assertThat(matrix)
                .contains("colspan=\"6\" class=\"over\">tensorrt-onnx")
                .contains("DEVICE_COMPUTE (GPU Compute Time)", "HOST_END_TO_END")
                .containsSubsequence(">fp32<", ">tf32<", ">fp16<", ">bf16<", ">int8<", ">fp8<")
                .contains("FP16 · 41/58 layers")
                .contains("SKIPPED", "INVALID");
        assertThat(matrix).containsSubsequence(">8</th>", ">442.9</td>", ">17.2</td>", ">×1.66");
    }

    @Test
    void comparesWithPytorchOnlyAtTheSameBoundary() {
        assertThat(section("speed-" + MST))
                .contains("own FP32 where PyTorch is not measured at its boundary")
                .contains("over mst-plus-plus/tensorrt-onnx/fp32/b1/");
        String resnet = section("speed-" + RESNET);
        assertThat(resnet).contains("Time ÷ pytorch").doesNotContain("own FP32 where");
        assertThat(row("resnet50/tensorrt-onnx/fp16/b1/3x224x224/base/latency"))
                .contains(">0.18<", ">+455 %<");
    }

    @Test
    void namesTheReferenceOfEverySpeedUpAtEveryBoundary() {
        String table = between(section("speed-" + MST), "class=\"boundaries\"", "</table>");
        assertThat(table)
                .contains("Enqueue Time", "H2D Latency", "GPU Compute Time", "D2H Latency")
                .contains("HOST_SYNC", "HOST_END_TO_END");
        assertThat(between(table, "tensorrt-onnx/fp16/b1/", "</tbody>"))
                .containsSubsequence(
                        "DEVICE_COMPUTE <span class=\"soft\">headline",
                        "×1.67",
                        "own FP32",
                        "HOST_END_TO_END",
                        "×1.64",
                        "own FP32");
    }

    @Test
    void warnsWhereNoLayerRunsThePrecisionAskedForAndTheVerdictLetsIt() {
        String warning = "asked TF32, no layer runs TF32: tensorrt-onnx tf32";
        assertThat(html.indexOf(warning + " on resnet50 · 3x224x224 · latency, batch 1, 16"))
                .isPositive()
                .isLessThan(html.indexOf("Look here first"));
        assertThat(section("speed-" + RESNET)).contains("WARNING").contains(warning + ", batch 1");
        assertThat(row("resnet50/tensorrt-onnx/tf32/b1/3x224x224/base/latency"))
                .contains("VALID", "class=\"unit fail\">TF32 · 0/58 layers");
    }

    @Test
    void givesTheVerdictsReasonWhereItDoesNot() {
        assertThat(row("resnet50/tensorrt-onnx/bf16/b1/3x224x224/base/latency"))
                .contains("INVALID", "asked BF16, no layer runs it: 58 FP32");
        assertThat(section("speed-" + RESNET))
                .contains("asked BF16, no layer runs BF16: tensorrt-onnx bf16, batch 1, 16");
    }

    @Test
    void saysOnTheFirstScreenWhatTheNumbersStandOn() {
        String strip = between(html, "aria-label=\"Why to believe the numbers\"", "</section>");
        assertThat(strip)
                .contains("NVIDIA A10, 150 W", "550.54.15 · 12.4", "TensorRT 10.6.0.26")
                .contains("/opt/demo/tensorrt/lib/libnvinfer.so.10.6.0")
                .contains("weak · TF32 off in fp32; on in tf32, fp16, bf16, int8")
                .contains("1665 MHz (1185–1695)", "power limit reached in 33 of 129 forks")
                .contains(
                        "CUDA graph captured · host wait spinning · with transfers · 1–2 in flight")
                .contains("3 built, 39 hit: 7d7d7d→")
                .contains("≤ 1.7 % over 3 builds, forks of one: 0.04 %")
                .containsPattern("→[0-9a-f]{12}[ <]");
    }

    @Test
    void ranksEnginesAtABoundaryThatAllOfThemHave() {
        assertThat(between(html, "id=\"fastest\"", "</section>"))
                .contains("Fastest valid engine at HOST_END_TO_END")
                .contains("41/58 layers", "1.05× as fast as bf16");
    }

    @Test
    void tellsBuildsApart() {
        String builds = between(section("speed-" + MST), "scroll builds", "</table>");
        assertThat(builds).contains("rowspan=\"3\">1.7 %");
        assertThat(Pattern.compile("<code>[0-9a-f]{12}</code>").matcher(builds).results())
                .hasSize(3);
        assertThat(builds).contains("<td>0, 3</td>", "<td>1, 4</td>", "<td>2, 5</td>");
    }

    @Test
    void drawsInvalidPointsButNeverOnTheFrontier() {
        Chart chart = chart(MST + ".pareto.b4.png");
        assertThat(chart.numbers().rows())
                .filteredOn(row -> row.getFirst().equals("tensorrt-onnx int8 41/58"))
                .singleElement()
                .satisfies(row -> assertThat(row).contains("INVALID", "no"));
        assertThat(chart.numbers().rows())
                .filteredOn(row -> row.get(2).equals("yes"))
                .extracting(List::getFirst)
                .containsExactly(
                        "tensorrt-onnx fp16 41/58",
                        "tensorrt-onnx tf32 41/58",
                        "tensorrt-onnx fp32 58/58");
        assertThat(chart.numbers().caption())
                .contains("not measured at this boundary: pytorch fp32");
    }

    @Test
    void showsEqualOutputsAsInfinitelyAccurate() {
        assertThat(chart(RESNET + ".pareto.b1.png").numbers().rows())
                .filteredOn(row -> row.getFirst().equals("pytorch fp32"))
                .singleElement()
                .satisfies(row -> assertThat(row.getLast()).isEqualTo("∞"));
    }

    @Test
    void drawsTimesOfDifferentBoundariesApart() {
        assertThat(charts)
                .extracting(Chart::file)
                .contains(
                        MST + ".latency-vs-batch.device_compute.png",
                        MST + ".latency-vs-batch.host_end_to_end.png",
                        RESNET + ".latency-vs-batch.png");
    }

    @Test
    void hasEveryNumberOfEveryChartInATable() {
        for (Chart chart : charts) {
            for (List<String> row : chart.numbers().rows()) {
                assertThat(row).allSatisfy(cell -> assertThat(html).contains(">" + cell + "</t"));
            }
        }
    }

    @Test
    void notesThePowerLimitAndInvalidatesNothingForIt() {
        assertThat(section("speed-" + MST))
                .contains("clocks held down: power limit reached: 33 forks of 10 cases")
                .contains("and alike: 33 forks of 10 cases");
        assertThat(row("mst-plus-plus/tensorrt-onnx/fp16/b16/3x512x482/base/latency"))
                .contains("VALID");
    }

    @Test
    void givesTheEvidenceOfEveryFork() {
        String forks =
                between(
                        html,
                        "<details class=\"forks\" data-case=\"resnet50/tensorrt-onnx/int8/b16/",
                        "</details>");
        assertThat(forks)
                .contains("SM clock, MHz", "1680 (1680–1680)", "Power, W", "119 (97–123) of 150")
                .contains("Temperature, °C", "Energy per query, J", "Energy per image, J")
                .contains("Memory of context", "612.0 MiB", "python3 (pid 4711, 2048 MiB)")
                .contains("Raw samples, DEVICE_COMPUTE", "Raw samples, HOST_SYNC");
    }

    @Test
    void linksOnlySamplesThatExist() {
        Matcher link = Pattern.compile("href=\"(\\.\\./samples/[^\"]+)\"").matcher(html);
        assertThat(link.results().map(it -> it.group(1)))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(run.report().resolve(it)).exists());
    }

    @Test
    void saysWhatSettingsAllEnginesOfALibraryShareOnce() {
        String evidence = html.substring(html.indexOf("id=\"evidence\""));
        assertThat(evidence.split("libraryPath=", -1)).hasSize(2);
        assertThat(evidence).contains("58: 41 FP16, 17 FP32; 0 opaque; 6 reformats");
    }

    @Test
    void hasHeadersForScreenReaders() {
        assertThat(html).doesNotContainPattern("<th(?![^>]*scope=)(?!ead)");
    }

    private Chart chart(String file) {
        return charts.stream().filter(it -> it.file().equals(file)).findFirst().orElseThrow();
    }

    private String section(String id) {
        return between(html, "id=\"" + id + "\"", "</section>");
    }

    private String row(String id) {
        return between(html, "<tr id=\"case-" + id + "\"", "</tr>");
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from);
        assertThat(start).as("'%s' on the page", from).isNotNegative();
        return text.substring(start, text.indexOf(to, start));
    }
}
