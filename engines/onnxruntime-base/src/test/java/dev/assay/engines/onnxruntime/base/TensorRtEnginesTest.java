package dev.assay.engines.onnxruntime.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineRequest;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorRtEnginesTest {
    @TempDir Path folder;

    private Path inputs = Path.of("");

    @BeforeEach
    void storeInputs() {
        inputs = folder.resolve("inputs.safetensors");
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile.write(
                    inputs,
                    List.of(
                            TensorData.allocate(
                                    new TensorSpec(
                                            "input", ElementType.FLOAT32, Shape.of(1, 3, 4, 4)),
                                    arena)));
        }
    }

    /// Building takes minutes: one build serves the rows of both APIs.
    @Test
    void findsInOneApiWhatTheOtherHadBuilt() {
        assertThat(settings("onnxruntime-tensorrt-iobinding"))
                .isEqualTo(settings("onnxruntime-tensorrt"));
    }

    @Test
    void makesTheFolderOfAModelsEngines() {
        String path = settings("onnxruntime-tensorrt").tensorRt().get("trt_engine_cache_path");

        assertThat(path).isNotNull().contains("onnxruntime-tensorrt").contains("abc");
        assertThat(Path.of(String.valueOf(path))).isDirectory();
    }

    @Test
    void loadsFromTheFolderThatIsOnRecord() {
        SessionSettings built = settings("onnxruntime-tensorrt");

        assertThat(TensorRtEngines.settings(request("onnxruntime-tensorrt"), built.tensorRt()))
                .isEqualTo(built);
    }

    private SessionSettings settings(String engine) {
        return TensorRtEngines.settings(request(engine), new EngineCache(folder), "abc");
    }

    private EngineRequest request(String engine) {
        return new EngineRequest(
                engine,
                Path.of("model.onnx"),
                Precision.FP16,
                inputs,
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                Map.of("threads", "1"));
    }
}
