package dev.assay.engines.onnxruntime.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.engines.EngineRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuSettingsTest {
    private static final String LIBRARY = "libonnxruntime4j_jni.so";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"FP32, 0", "TF32, 1", "FP16, 0"})
    void letsTf32InWhereTheRowIsCalledSo(Precision precision, String expected) {
        assertThat(GpuSettings.cuda(request("onnxruntime-cuda", precision, Map.of())))
                .containsEntry("use_tf32", expected)
                .containsEntry("cudnn_conv_algo_search", "EXHAUSTIVE");
    }

    @Test
    void passesOptionsOnUnderTheirNames() {
        Map<String, String> options =
                Map.of("cudnn_conv_algo_search", "HEURISTIC", "prefer_nhwc", "true");

        assertThat(GpuSettings.cuda(request("onnxruntime-cuda", Precision.FP32, options)))
                .containsEntry("cudnn_conv_algo_search", "HEURISTIC")
                .containsEntry("prefer_nhwc", "1");
    }

    @Test
    void buildsTensorRtsEnginesForAllShapesOfTheSuite() {
        Map<String, String> keys =
                GpuSettings.tensorRt(
                        request("onnxruntime-tensorrt", Precision.FP16, Map.of()),
                        Optional.of("input"),
                        folder);

        assertThat(keys)
                .containsEntry("trt_fp16_enable", "1")
                .containsEntry("trt_profile_min_shapes", "input:1x3x44x36")
                .containsEntry("trt_profile_opt_shapes", "input:4x3x44x36")
                .containsEntry("trt_profile_max_shapes", "input:16x3x44x36")
                .containsEntry("trt_engine_cache_path", folder.toString());
    }

    @Test
    void keepsEnginesOfOtherSettingsApart() {
        String engine = "onnxruntime-tensorrt";
        Optional<String> input = Optional.of("input");
        String built = GpuSettings.engineFolder(request(engine, Precision.FP16, Map.of()), input);

        assertThat(GpuSettings.engineFolder(request(engine, Precision.FP16, Map.of()), input))
                .isEqualTo(built);
        assertThat(GpuSettings.engineFolder(request(engine, Precision.FP32, Map.of()), input))
                .isNotEqualTo(built);
        assertThat(
                        GpuSettings.engineFolder(
                                request(
                                        engine,
                                        Precision.FP16,
                                        Map.of("trt_builder_optimization_level", "1")),
                                input))
                .isNotEqualTo(built);
    }

    @Test
    void recordsWhatEveryEngineOnAGpuRecords() {
        EngineRequest request = request("onnxruntime-cuda", Precision.FP32, Map.of());

        assertThat(GpuSettings.facts(request, ExecutionProvider.CUDA))
                .containsEntry("tf32", "false")
                .containsEntry("transfers", "true")
                .containsEntry("graph", "off");
    }

    /// What is recorded, where TensorRT takes TF32 unless its process is kept from it.
    @ParameterizedTest
    @CsvSource({"FP32, false, 0", "TF32, true,", "FP16, true,"})
    void recordsHowTensorRtIsKeptFromTf32(
            Precision precision, String tf32, @Nullable String variable) {
        Map<String, String> facts =
                GpuSettings.facts(
                        request("onnxruntime-tensorrt", precision, Map.of()),
                        ExecutionProvider.TENSORRT);

        assertThat(facts).containsEntry("tf32", tf32);
        assertThat(facts.get("NVIDIA_TF32_OVERRIDE")).isEqualTo(variable);
    }

    /// The same options to the builder, another variable of its process.
    @Test
    void keepsEnginesWithoutTf32Apart() {
        String engine = "onnxruntime-tensorrt";
        Optional<String> input = Optional.of("input");

        assertThat(GpuSettings.engineFolder(request(engine, Precision.FP32, Map.of()), input))
                .isNotEqualTo(
                        GpuSettings.engineFolder(request(engine, Precision.TF32, Map.of()), input));
    }

    @Test
    void findsTheLibrariesOnTheLoadersPath() {
        AtomicFile.write(folder.resolve("natives").resolve(LIBRARY), "");

        assertThat(
                        NativeFolder.find(
                                folder.resolve("other") + "::" + folder.resolve("natives"),
                                LIBRARY))
                .isEqualTo(folder.resolve("natives"));
    }

    @Test
    void saysHowToInstallThem() {
        assertThatThrownBy(() -> NativeFolder.find(folder.toString(), LIBRARY))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("./run-all.sh --gpu");
    }

    private static EngineRequest request(
            String engine, Precision precision, Map<String, String> options) {
        return new EngineRequest(
                engine,
                Path.of("model.onnx"),
                precision,
                Path.of("inputs.safetensors"),
                Optional.empty(),
                Optional.of(
                        OptimizationProfile.over(
                                List.of(1, 4, 16), 4, List.of(Shape.parse("3x44x36")))),
                0,
                1,
                options);
    }
}
