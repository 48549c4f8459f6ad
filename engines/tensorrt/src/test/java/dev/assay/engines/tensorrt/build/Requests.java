package dev.assay.engines.tensorrt.build;

import dev.assay.core.suite.Precision;
import dev.assay.engines.EngineRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Requests for tests.
final class Requests {
    private Requests() {}

    static EngineRequest of(Precision precision, Map<String, String> options) {
        return of(precision, 0, 1, options);
    }

    static EngineRequest of(
            Precision precision, int build, int builds, Map<String, String> options) {
        return new EngineRequest(
                "tensorrt-onnx",
                Path.of("model.onnx"),
                precision,
                Path.of("inputs.safetensors"),
                Optional.empty(),
                Optional.empty(),
                build,
                builds,
                options);
    }
}
