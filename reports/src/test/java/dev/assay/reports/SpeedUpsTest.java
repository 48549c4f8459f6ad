package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.RunDirectory;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.speedup.SpeedUpCsv;
import dev.assay.reports.speedup.SpeedUpMarkdown;
import dev.assay.reports.speedup.SpeedUpTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page, the summary and the CSV show of decisions that `core` took.
class SpeedUpsTest {
    @TempDir Path folder;
    private DemoGpuRun demo = new DemoGpuRun(Path.of("unset"));

    @BeforeEach
    void start() {
        demo = new DemoGpuRun(folder.resolve("run"));
        demo.start();
    }

    @Test
    void hasAColumnForEveryBoundaryThatBothHaveAndOneForThroughput() {
        add(resnet("pytorch", "fp32"), 0.0060);
        add(resnet(DemoGpuRun.TRT, "fp16"), 0.0010);
        SpeedUpTable table = table();
        assertThat(table.over()).isEqualTo("pytorch fp32 (TF32 off)");
        assertThat(table.several()).isFalse();
        assertThat(table.columns())
                .extracting(SpeedUpTable.Column::name)
                .containsExactly("DEVICE_COMPUTE", "WITH_TRANSFERS", "Throughput");
        assertThat(table.lines().getFirst().cells())
                .extracting(SpeedUpTable.Cell::ratio)
                .containsOnly("ref");
        SpeedUpTable.Cell compute = table.lines().getLast().cells().getFirst();
        assertThat(compute.ratio()).isEqualTo("×6.00");
        assertThat(compute.gain()).isEqualTo("+500 %");
        assertThat(compute.note()).isEqualTo("1.00 ms, pytorch fp32: 6.01 ms");
    }

    @Test
    void saysWhichBoundariesTheReferenceLacks() {
        add(resnet("pytorch", "fp32"), 0.0060);
        add(resnet(DemoGpuRun.TRT, "fp16"), 0.0010);
        assertThat(table().refusals())
                .containsExactly(
                        "HOST_SYNC, HOST_END_TO_END: the reference pytorch fp32"
                                + " was not timed at this boundary (1 case: tensorrt-onnx fp16)");
    }

    @Test
    void givesTheReasonInPlaceOfTheNumbersOfARowThatIsRefused() throws IOException {
        add(resnet("pytorch", "fp32"), 0.0060);
        add(resnet(DemoGpuRun.TRT, "fp16"), 0.0010);
        demo.measured(DemoGpuCase.of(resnet(DemoGpuRun.TRT, "int8"), 0.0008, 1e-3).atPowerLimit());
        String row = speedUps(page(), "resnet50/tensorrt-onnx/int8/b1/");
        assertThat(row)
                .contains("<td class=\"reason\" colspan=\"3\">clock states: SM clock 1350 MHz")
                .doesNotContain("×");
        assertThat(SpeedUpMarkdown.render(ReportModel.of(demo.run())))
                .contains("| 1 | tensorrt-onnx int8 |  |  |  | clock states: SM clock 1350 MHz");
    }

    @Test
    void saysWhyThereIsNoTableAtAll() throws IOException {
        add(mst("pytorch", "fp32"), 2.1);
        add(mst(DemoGpuRun.TRT, "fp16"), 0.06);
        assertThat(table().columns()).isEmpty();
        assertThat(page())
                .contains("No speed-up over pytorch fp32 (on the CPU) can be stated.")
                .contains("CPU against GPU: it ran on NVIDIA A10")
                .doesNotContain("scroll speedups");
    }

    @Test
    void isNotThereWhereNothingIsBesideTheReference() throws IOException {
        add(mst("pytorch", "fp32"), 2.1);
        assertThat(SpeedUpTable.of(section())).isEmpty();
        assertThat(SpeedUpMarkdown.render(ReportModel.of(demo.run()))).isEmpty();
        assertThat(page()).doesNotContain("No speed-up over");
    }

    @Test
    void namesTheReferenceOfEachRowWhereTheyDiffer() throws IOException {
        add(mst(DemoGpuRun.TRT, "fp32"), 0.1);
        add(mst(DemoGpuRun.TRT, "fp16"), 0.06);
        add(mst("other", "fp32"), 0.2);
        assertThat(table().several()).isTrue();
        assertThat(table().over())
                .isEqualTo("tensorrt-onnx fp32 (TF32 off) or other fp32 (on the CPU)");
        assertThat(page()).contains("<th scope=\"col\">Reference</th>");
    }

    @Test
    void showsThePageOfTheDemoWithItsSpeedUps() throws IOException {
        RunDirectory run = new DemoGpuRun(folder.resolve("standard")).standard();
        String html = Files.readString(ReportWriter.write(run, run.report()));
        assertThat(html)
                .contains("Speed-up over pytorch fp32 (TF32 off), at each boundary for itself.")
                .contains("aria-label=\"resnet50 · 3x224x224 · latency: speed-ups\"")
                .contains("queries were pipelined, the time of a single one is not the result")
                .contains("<a href=\"speedups.csv\">");
        assertThat(Files.readString(run.report().resolve("summary.md")))
                .contains("<details><summary>Speed-ups, at each boundary for itself</summary>");
    }

    /// The golden file was written by this test's run, whose times are made up, and checked by
    /// hand: DEVICE_COMPUTE 0.0060 s over 0.0010 s.
    @Test
    void writesEveryBoundaryForProgramsAlsoThoseRefused() throws IOException {
        add(resnet("pytorch", "fp32"), 0.0060);
        add(resnet(DemoGpuRun.TRT, "fp16"), 0.0010);
        demo.measured(DemoGpuCase.of(resnet(DemoGpuRun.TRT, "int8"), 0.0008, 1e-3).atPowerLimit());
        try (InputStream golden = getClass().getResourceAsStream("speedups-gpu.csv")) {
            String expected =
                    new String(
                            Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(SpeedUpCsv.render(ReportModel.of(demo.run())).replace("\r\n", "\n"))
                    .isEqualTo(expected);
        }
    }

    @Test
    void givesEveryLineOfTheCsvAllColumns() {
        RunDirectory run = new DemoGpuRun(folder.resolve("standard")).standard();
        List<String> lines = SpeedUpCsv.render(ReportModel.of(run)).lines().toList();
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(line.replaceAll("\"[^\"]*\"", "").split(",", -1)).hasSize(15));
        assertThat(lines)
                .filteredOn(line -> line.contains(",fp8,"))
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).contains("SKIPPED: FP8 needs a GPU"));
    }

    private void add(String id, double seconds) {
        demo.measured(DemoGpuCase.of(id, seconds, 1e-6));
    }

    private static String resnet(String engine, String precision) {
        return DemoGpuRun.id(DemoGpuRun.RESNET, engine, precision, 1, "latency");
    }

    private static String mst(String engine, String precision) {
        return DemoGpuRun.id(DemoGpuRun.MST, engine, precision, 1, "latency");
    }

    private Section section() {
        return ReportModel.of(demo.run()).sections().getFirst();
    }

    private SpeedUpTable table() {
        return SpeedUpTable.of(section()).orElseThrow();
    }

    private String page() throws IOException {
        return Files.readString(ReportWriter.write(demo.run(), demo.run().report()));
    }

    private static String speedUps(String html, String id) {
        String table = html.substring(html.indexOf("scroll speedups"));
        int start = table.indexOf("data-case=\"" + id);
        return table.substring(start, table.indexOf("</tr>", start));
    }
}
