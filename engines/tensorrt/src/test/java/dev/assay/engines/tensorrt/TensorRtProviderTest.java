package dev.assay.engines.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Precision;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.EngineRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorRtProviderTest {
    private static final String CUDA_NATIVES = "/org/bytedeco/cuda/linux-x86_64/libjnicudart.so";

    private final TensorRtProvider provider = new TensorRtProvider();

    @TempDir Path folder;

    @Test
    void isInTheCatalogUnderItsId() {
        assertThat(EngineCatalog.standard().ids()).containsAll(provider.ids());
        assertThat(EngineProviders.get("tensorrt-onnx")).isInstanceOf(TensorRtProvider.class);
    }

    @Test
    void saysThatCudaIsMissingInsteadOfEndingTheProcess() {
        assumeThat(TensorRtProviderTest.class.getResource(CUDA_NATIVES)).isNull();

        assertThatThrownBy(() -> provider.prepare(request(Map.of()), new EngineCache(folder)))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENVIRONMENT))
                .hasMessageContaining("driver");
    }

    @Test
    void refusesAnOptionBeforeItLooksForAGpu() {
        assertThatThrownBy(() ->
                        provider.prepare(
                                request(Map.of("typing", "loose")), new EngineCache(folder)))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG));
    }

    private static EngineRequest request(Map<String, String> options) {
        return new EngineRequest(
                "tensorrt-onnx",
                Path.of("model.onnx"),
                Precision.FP16,
                Path.of("inputs.safetensors"),
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                options);
    }
}
