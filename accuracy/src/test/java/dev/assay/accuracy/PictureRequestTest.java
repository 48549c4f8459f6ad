package dev.assay.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.CaseExpander;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.SuiteReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureRequestTest {
    @TempDir Path folder;

    @Test
    void wantsPicturesOfTheSmallestBatchOfEachEngineAndPrecision() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("suite.yml"),
                        """
                        schema: assay.suite/1
                        name: pictures
                        models:
                          - { id: m, onnx: m.onnx, torchscript: m.pt, inputs: i, shapes: [3x4x5] }
                        engines: [tensorrt-onnx, pytorch]
                        precisions: [FP32, FP16]
                        batches: [10, 2]
                        workloads: [throughput, latency]
                        """);
        EngineCatalog catalog = EngineCatalog.standard();
        List<BenchmarkCase> cases =
                new CaseExpander(catalog)
                        .expand(new SuiteReader(catalog).withoutFiles().read(file));

        assertThat(PictureRequest.first(cases))
                .extracting(CaseId::text)
                .containsExactlyInAnyOrder(
                        "m/tensorrt-onnx/fp32/b2/3x4x5/base/latency",
                        "m/tensorrt-onnx/fp16/b2/3x4x5/base/latency",
                        "m/pytorch/fp32/b2/3x4x5/base/latency",
                        "m/pytorch/fp16/b2/3x4x5/base/latency");
    }
}
