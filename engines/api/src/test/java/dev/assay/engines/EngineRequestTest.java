package dev.assay.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.suite.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineRequestTest {
    @Test
    void beginsWithOneRequestOfEachEngine() {
        EngineRequest small = request("net", Precision.FP32, "80x80", 0);
        EngineRequest large = request("net", Precision.FP32, "304x208", 0);
        EngineRequest half = request("net", Precision.FP16, "80x80", 0);
        EngineRequest halfAgain = request("net", Precision.FP16, "304x208", 0);
        EngineRequest second = request("net", Precision.FP32, "80x80", 1);
        EngineRequest other = request("other", Precision.FP32, "80x80", 0);

        assertThat(
                        EngineRequest.buildsFirst(
                                List.of(small, large, half, halfAgain, second, other), it -> it))
                .containsExactly(small, half, second, other, large, halfAgain);
    }

    private static EngineRequest request(
            String model, Precision precision, String rows, int build) {
        return new EngineRequest(
                "tensorrt-onnx",
                Path.of(model),
                precision,
                Path.of(rows),
                Optional.empty(),
                Optional.empty(),
                build,
                2,
                Map.of());
    }
}
