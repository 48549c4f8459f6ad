package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The tables that other programs read.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TablesTest {
    private final Map<String, Map<String, String>> csv = new TreeMap<>();
    private RunDirectory run = new RunDirectory(Path.of("unset"));

    @BeforeAll
    void write(@TempDir Path folder) {
        run = new DemoGpuRun(folder).standard();
        List<List<String>> lines = new ArrayList<>();
        CsvTable.render(run).lines().forEach(line -> lines.add(List.of(line.split(",", -1))));
        List<String> headings = lines.getFirst();
        for (List<String> line : lines.subList(1, lines.size())) {
            Map<String, String> row = new TreeMap<>();
            for (int i = 0; i < headings.size(); i++) {
                row.put(headings.get(i), line.get(i));
            }
            csv.put(line.getFirst(), row);
        }
    }

    @Test
    void namesTheBoundaryAndThePrecisionBesideEveryTime() {
        assertThat(csv.get("mst-plus-plus/tensorrt-onnx/fp16/b8/3x512x482/base/latency"))
                .containsEntry("boundary", "DEVICE_COMPUTE")
                .containsEntry("layersInPrecision", "41")
                .containsEntry("layers", "58")
                .containsEntry("opaqueLayers", "0")
                .containsEntry("builds", "3")
                .containsEntry("forks", "6")
                .hasEntrySatisfying(
                        "buildSpread",
                        it -> assertThat(Double.parseDouble(it)).isBetween(.016, .018));
    }

    @Test
    void namesTheCaseThatASpeedUpIsOver() {
        assertThat(csv.get("mst-plus-plus/tensorrt-onnx/fp16/b8/3x512x482/base/latency"))
                .containsEntry(
                        "reference", "mst-plus-plus/tensorrt-onnx/fp32/b8/3x512x482/base/latency");
        Map<String, String> resnet =
                csv.getOrDefault("resnet50/tensorrt-onnx/fp16/b1/3x224x224/base/latency", Map.of());
        assertThat(resnet)
                .containsEntry("reference", "resnet50/pytorch/fp32/b1/3x224x224/base/latency");
        assertThat(number(resnet, "timeOverReference") * number(resnet, "speedUpOverReference"))
                .isEqualTo(1);
    }

    @Test
    void comparesPipelinedEnginesByTheirThroughput() {
        String id = "mst-plus-plus/tensorrt-onnx/%s/b1/3x512x482/base/throughput";
        Map<String, String> fp32 = csv.getOrDefault(id.formatted("fp32"), Map.of());
        Map<String, String> fp16 = csv.getOrDefault(id.formatted("fp16"), Map.of());
        assertThat(number(fp16, "speedUpOverReference"))
                .isEqualTo(1 / (number(fp32, "imagesPerSecond") / number(fp16, "imagesPerSecond")));
    }

    @Test
    void dividesEnergyByImages() {
        Map<String, String> row =
                csv.getOrDefault(
                        "resnet50/tensorrt-onnx/fp16/b16/3x224x224/base/latency", Map.of());
        assertThat(number(row, "joulesPerQuery") / 16).isEqualTo(number(row, "joulesPerImage"));
        assertThat(csv.get("mst-plus-plus/pytorch/fp32/b1/3x512x482/base/latency"))
                .containsEntry("joulesPerQuery", "")
                .containsEntry("layers", "");
    }

    @Test
    void leavesTheNumbersOfAnInvalidCaseOut() {
        assertThat(csv.get("mst-plus-plus/tensorrt-onnx/int8/b4/3x512x482/base/latency"))
                .containsEntry("state", "INVALID")
                .containsEntry("medianSeconds", "")
                .containsEntry("joulesPerQuery", "")
                .containsEntry("boundary", "");
    }

    @Test
    void addsColumnsToMarkdownOnlyWhereTheyAreKnown(@TempDir Path folder) {
        assertThat(MarkdownTable.render(run))
                .startsWith("| Case | State | Precision | Boundary | Median |")
                .contains("| FP16 · 41/58 layers | DEVICE\\_COMPUTE | 59.8 ms |")
                .contains("| J/image |");
        assertThat(MarkdownTable.render(new DemoRun(folder).standard()))
                .startsWith("| Case | State | Boundary | Median |")
                .doesNotContain("J/image");
    }

    private static double number(Map<String, String> row, String field) {
        return Double.parseDouble(row.getOrDefault(field, "NaN"));
    }
}
