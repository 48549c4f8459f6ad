package dev.assay.engines.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BuildMessagesTest {
    @Test
    void keepsTensorRtsReason() {
        assertThat(BuildFailure.explain(Path.of("m.onnx"), "Error Code 9: Skipping tactic"))
                .isEqualTo("TensorRT cannot build m.onnx: Error Code 9: Skipping tactic");
    }

    @Test
    void saysWhatToDoAboutKnownReasons() {
        assertThat(
                        BuildFailure.explain(
                                Path.of("m.onnx"),
                                "Error Code 2: OutOfMemory (Requested size was 1 bytes.)"))
                .contains("memPoolSize");
        assertThat(
                        BuildFailure.explain(
                                Path.of("m.onnx"),
                                "Unable to load library: libnvinfer_builder_resource.so.10.6.0"))
                .contains("LD_LIBRARY_PATH");
        assertThat(
                        BuildFailure.explain(
                                Path.of("m.onnx"),
                                "Could not find any implementation for node {ForeignNode[a]}"))
                .contains("tacticSources");
    }

    @Test
    void namesTheGpuThatLacksAPrecision() {
        assertThatThrownBy(() -> DeviceLimits.check(Precision.FP8, "NVIDIA A10", "8.6"))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED))
                .hasMessage("NVIDIA A10 (compute capability 8.6) has no FP8, which needs 8.9");
        assertThatThrownBy(() -> DeviceLimits.check(Precision.BF16, "Tesla T4", "7.5"))
                .isInstanceOf(AssayException.class)
                .hasMessage("Tesla T4 (compute capability 7.5) has no BF16, which needs 8.0");
    }

    @Test
    void letsAGpuDoWhatItCan() {
        assertThatCode(
                        () -> {
                            DeviceLimits.check(Precision.FP8, "NVIDIA H100", "9.0");
                            DeviceLimits.check(Precision.FP8, "NVIDIA B200", "10.0");
                            DeviceLimits.check(Precision.BF16, "NVIDIA A10", "8.6");
                            DeviceLimits.check(Precision.INT8, "Tesla T4", "7.5");
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void keepsTimesOfEveryGpuAndVersionApart() {
        assertThat(TimingCache.name("NVIDIA H100 80GB HBM3", "9.0", "10.6.0.26"))
                .isEqualTo("NVIDIA-H100-80GB-HBM3-sm90-tensorrt10.6.0.26.cache");
    }
}
