package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.page.Page;
import dev.assay.reports.page.PageBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The figures that are tracked, beside a demo run of the same cases.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedTest {
    private static final Path FIGURES = Path.of("../reference-data/published/a10.csv");

    private String html = "";
    private List<String> remarks = List.of();
    private String table = "";
    private String tableWithout = "";
    private List<Chart> charts = List.of();

    /// Renders the demo with published figures: `PublishedTest FOLDER`, from the folder `reports`.
    public static void main(String[] arguments) throws IOException {
        RunDirectory demo = demo(Path.of(arguments[0]));
        System.out.println(ReportWriter.write(demo, demo.report()));
    }

    private static RunDirectory demo(Path folder) throws IOException {
        RunDirectory demo =
                new DemoGpuRun(folder.resolve("runs/20261121-141500Z-gpu-a10d")).standard();
        AtomicFile.write(demo.publishedFile(), Files.readAllBytes(FIGURES));
        return demo;
    }

    @BeforeAll
    void write(@TempDir Path folder) throws IOException {
        RunDirectory run =
                new DemoGpuRun(folder.resolve("runs/20261121-141500Z-gpu-a10d")).standard();
        tableWithout = TerminalTable.render(run, 80);
        AtomicFile.write(run.publishedFile(), "model,value\n");
        remarks = ReportModel.of(run).remarks();
        AtomicFile.write(run.publishedFile(), Files.readAllBytes(FIGURES));
        table = TerminalTable.render(run, 80);
        Page page = new PageBuilder().build(ReportModel.of(run), run.report());
        html = new PageBuilder().render(page);
        charts = page.charts();
    }

    @Test
    void showsAPublishedFigureBesideTheCaseThatItIsOf() {
        String table = figures();

        assertThat(table)
                .contains("published</span> Figures of others for NVIDIA A10, TensorRT 8.4.")
                .contains("not compared, no verdict")
                .containsSubsequence(
                        ">1</th>",
                        "tensorrt-onnx fp32",
                        "TensorRT ONNXParser, FP32",
                        "<i>110.1</i>",
                        ">99.7<",
                        "HOST_SYNC",
                        "tensorrt-onnx fp16",
                        "<i>63.4</i>",
                        ">16</th>",
                        "<i>943.4</i>");
    }

    @Test
    void saysWhatIsWrongWithEachFigure() {
        // A subsequence of so long a text takes AssertJ 20 s.
        assertThat(html)
                .containsPattern(
                        "(?s)Notes on the published figures.*TF32 left on: probably TF32"
                                + ".*would print the two FP16 engines the other way round");
    }

    @Test
    void showsNothingOfOtherEnginesPrecisionsShapesAndBoundaries() {
        // The API-built engines, PyTorch on the GPU and tf32 have no case here that means the same.
        assertThat(figures()).doesNotContain("TensorRT API").doesNotContain("tf32<");
        assertThat(section("speed-resnet50.3x224x224.latency")).doesNotContain("published");
    }

    @Test
    void drawsEmptyMarkersAtTheBoundaryThatMeansTheSame() {
        Optional<Chart> chart =
                charts.stream()
                        .filter(it -> it.file().endsWith(".published.host_sync.png"))
                        .findFirst();

        assertThat(chart)
                .hasValueSatisfying(it -> {
                    assertThat(it.alternative()).contains("FP16 published");
                    assertThat(it.numbers().rows())
                            .anySatisfy(row ->
                                    assertThat(row).startsWith("FP32 published", "1", "110.10"));
                });
    }

    @Test
    void changesNoVerdict() {
        assertThat(table).isEqualTo(tableWithout);
    }

    @Test
    void staysReadableWhereTheFileIsDamaged() {
        assertThat(remarks)
                .singleElement()
                .asString()
                .startsWith("Published figures are not shown: ");
    }

    private String figures() {
        String section = section("speed-mst-plus-plus.3x512x482.latency");
        int begin = section.indexOf("scroll published");
        return section.substring(begin, section.indexOf("</table>", begin));
    }

    private String section(String id) {
        int begin = html.indexOf("id=\"" + id + "\"");
        return html.substring(begin, html.indexOf("</section>", begin));
    }
}
