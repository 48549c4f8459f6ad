package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.ladder.BoundaryLadder;
import dev.assay.core.ladder.Rung;
import dev.assay.core.ladder.RungTime;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Times are made up.
class LaddersTest {
    private static final String SHAPE = "/b4/3x512x482/base/latency";

    @TempDir Path folder;

    @Test
    void showsEveryBoundaryOfTheCasesThatWereTimed() throws IOException {
        RunDirectory run = new DemoGpuRun(folder.resolve("runs/r")).standard();
        ladder(run, "mst-plus-plus/tensorrt-onnx/fp32" + SHAPE, 60, 66, 60.1, 66.4, 74);
        ladder(run, "mst-plus-plus/tensorrt-onnx/fp16" + SHAPE, 20, 26, 20.1, 26.4, 34);

        String page = Files.readString(ReportWriter.write(run, run.report()));

        assertThat(page)
                .contains("What a query costs")
                .contains("enqueue to sync, ms")
                .contains("<th scope=\"row\">tensorrt-onnx fp16 b4</th>")
                .contains("<td class=\"n\">74.0</td>")
                .contains("hostile &lt;b&gt;");
        assertThat(run.report().resolve("boundaries-mst-plus-plus.3x512x482.latency.png"))
                .isNotEmptyFile();
    }

    private static void ladder(
            RunDirectory run,
            String id,
            double compute,
            double transfers,
            double sync,
            double endToEnd,
            double heap) {
        BoundaryLadder ladder =
                new BoundaryLadder(
                        BoundaryLadder.SCHEMA,
                        new CaseId(id),
                        "TensorRT 10.6.0.26",
                        List.of(
                                time(Rung.DEVICE_COMPUTE, compute),
                                time(Rung.WITH_TRANSFERS, transfers),
                                time(Rung.ENQUEUE_TO_SYNC, sync),
                                time(Rung.END_TO_END, endToEnd),
                                time(Rung.WITH_HEAP_ARRAYS, heap)),
                        List.of("hostile <b>"));
        AtomicFile.write(
                run.root().resolve(BoundaryLadder.file(new CaseId(id))),
                Json.indented().writeValueAsString(ladder));
    }

    private static RungTime time(Rung rung, double milliseconds) {
        return new RungTime(rung, milliseconds / 1e3, milliseconds / 1e3, 40);
    }
}
