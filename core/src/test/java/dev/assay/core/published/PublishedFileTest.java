package dev.assay.core.published;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.ErrorKind;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedFileTest {
    private static final Path A10 = Path.of("../reference-data/published/a10.csv");
    private static final CaseId CASE =
            new CaseId("mst-plus-plus/tensorrt-onnx/fp16/b8/3x512x482/base/latency");

    @TempDir Path folder;

    @Test
    void readsTheTrackedFigures() {
        List<PublishedFigure> figures = PublishedFile.read(A10);

        assertThat(figures).hasSize(291);
        assertThat(figures)
                .filteredOn(it -> it.isTimeOf(CASE))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.seconds()).isCloseTo(0.485334, within(1e-12));
                    assertThat(it.boundary()).contains(MeasurementBoundary.HOST_SYNC);
                    assertThat(it.machine()).isEqualTo("NVIDIA A10, TensorRT 8.4");
                    assertThat(it.flaw()).contains("the other way round");
                });
    }

    /// Published tables are consistent where batch = throughput x latency; errors of typing here
    /// would break that.
    @Test
    void holdsThroughputsThatFollowFromTheLatencies() {
        List<PublishedFigure> figures = PublishedFile.read(A10);

        List<PublishedFigure> times =
                figures.stream()
                        .filter(it -> it.model().equals("mst-plus-plus"))
                        .filter(it -> it.metric().equals(PublishedFigure.LATENCY))
                        .toList();
        assertThat(times).hasSizeGreaterThan(30);
        assertThat(times)
                .allSatisfy(time ->
                        assertThat(figures)
                                .filteredOn(it -> it.metric().equals("throughput"))
                                .filteredOn(it -> it.source().equals(time.source()))
                                .filteredOn(it -> it.variant().equals(time.variant()))
                                .filteredOn(it -> it.precision().equals(time.precision()))
                                .filteredOn(it -> it.batch().equals(time.batch()))
                                .singleElement()
                                .satisfies(it ->
                                        assertThat(it.value() * time.seconds())
                                                .isCloseTo(
                                                        Double.parseDouble(time.batch()),
                                                        within(
                                                                2e-3
                                                                        * Double.parseDouble(
                                                                                time.batch())))));
    }

    @Test
    void isOfNoCaseThatDiffersInAnything() {
        List<PublishedFigure> figures = PublishedFile.read(A10);

        for (String other :
                List.of(
                        "mst-plus-plus/tensorrt-onnx/fp16-strong/b8/3x512x482/base/latency",
                        "mst-plus-plus/tensorrt-onnx/fp16/b3/3x512x482/base/latency",
                        "mst-plus-plus/tensorrt-onnx/fp16/b8/3x482x512/base/latency",
                        "mst-plus-plus/tensorrt-onnx/fp16/b8/3x512x482/base/throughput",
                        "mst-plus-plus/tensorrt-onnx/fp16/b8/3x512x482/plugins/latency",
                        "mst-plus-plus/pytorch/fp32/b8/3x512x482/base/latency")) {
            assertThat(figures).noneMatch(it -> it.isTimeOf(new CaseId(other)));
        }
    }

    @Test
    void readsQuotedFieldsAndNamesBrokenLines() throws IOException {
        String header = String.join(",", PublishedFile.COLUMNS) + "\n";
        String row = "m,M,\"a, \"\"b\"\"\",e,base,FP32,1,3x8x8,latency,%s,ms,%s,A10,s,f\n";
        Path file = folder.resolve("p.csv");

        Files.writeString(file, header + row.formatted("1.5", "HOST_SYNC"));
        assertThat(PublishedFile.read(file).getFirst().variant()).isEqualTo("a, \"b\"");
        Files.writeString(file, header + row.formatted("fast", ""));
        assertFails(ErrorKind.DATA, () -> PublishedFile.read(file))
                .withMessageContaining("p.csv:2: 'fast' is no number");
        Files.writeString(file, header + "m,M\n");
        assertFails(ErrorKind.DATA, () -> PublishedFile.read(file))
                .withMessageContaining("p.csv:2: 2 columns, 15 are needed");
        Files.writeString(file, "model\n");
        assertFails(ErrorKind.DATA, () -> PublishedFile.read(file))
                .withMessageContaining("p.csv:1: the columns must be model,published_as");
    }
}
