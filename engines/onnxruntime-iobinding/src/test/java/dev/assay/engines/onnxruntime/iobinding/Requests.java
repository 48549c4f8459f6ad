package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.engines.EngineRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// MST++ of the reference data, as a request.
final class Requests {
    static final Path DATA = Path.of("../../reference-data");
    static final Path MODEL = DATA.resolve("models/mst-plus-plus/fp32.onnx");
    static final Path INPUTS = DATA.resolve("inputs/mst-plus-plus/44x36.safetensors");
    static final Path OUTPUTS = DATA.resolve("outputs/mst-plus-plus/fp32-44x36.safetensors");
    static final Shape ROW = Shape.parse("3x44x36");

    private Requests() {}

    static EngineRequest mst(Precision precision, Map<String, String> options) {
        return of(MODEL, precision, options);
    }

    static EngineRequest of(Path model, Precision precision, Map<String, String> options) {
        return new EngineRequest(
                "onnxruntime-cuda-iobinding",
                model,
                precision,
                INPUTS,
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                options);
    }
}
