package dev.assay.engines.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensorrt.TensorRtLine;
import dev.assay.engines.EngineRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LineLimitsTest {
    @ParameterizedTest
    @EnumSource(Precision.class)
    void tensorRt10DoesAllThatASuiteAsksFor(Precision precision) {
        EngineRequest request =
                Requests.of(
                        precision, Map.of("layerPrecisions", "a:fp32", "tacticSources", "+CUDNN"));

        assertThatCode(() -> LineLimits.check(TensorRtLine.V10_6, request))
                .doesNotThrowAnyException();
        assertThatCode(() -> LineLimits.check(TensorRtLine.V10_15, request))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void tensorRt11BuildsStronglyTypedNetworksInEveryPrecision(Precision precision) {
        assertThatCode(() ->
                        LineLimits.check(
                                TensorRtLine.V11_2,
                                Requests.of(precision, Map.of("typing", "strong"))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FP32", "TF32"})
    void aModelInFp32IsTheSameStronglyTyped(Precision precision) {
        assertThatCode(() -> LineLimits.check(TensorRtLine.V11_2, Requests.of(precision, Map.of())))
                .doesNotThrowAnyException();
    }

    @Test
    void tensorRt11RefusesFp16OfWeakTypingAndSaysWhatToDo() {
        assertThatThrownBy(() ->
                        LineLimits.check(TensorRtLine.V11_2, Requests.of(Precision.FP16, Map.of())))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        it -> assertThat(it.kind()).isEqualTo(ErrorKind.UNSUPPORTED))
                .hasMessage(
                        "TensorRT 11 (bindings of 11.2) builds strongly typed networks only. It cannot do fp16 with typing: weak, the default: set typing: strong (--stronglyTyped), for which Assay makes the model's fp16 file itself. TensorRT 10 can");
    }

    @Test
    void tensorRt11HasNoCalibrators() {
        assertThatThrownBy(() ->
                        LineLimits.check(
                                TensorRtLine.V11_2,
                                Requests.of(Precision.INT8, Map.of("calibrator", "minmax"))))
                .hasMessageContaining("int8 with typing: weak")
                .hasMessageContaining("Q/DQ nodes");
    }

    @Test
    void namesAllThatIsRefusedAtOnce() {
        assertThatThrownBy(() ->
                        LineLimits.check(
                                TensorRtLine.V11_2,
                                Requests.of(
                                        Precision.BF16,
                                        Map.of(
                                                "layerPrecisions",
                                                "/conv:fp32",
                                                "tacticSources",
                                                "-CUDNN,+CUBLAS_LT,-JIT_CONVOLUTIONS"))))
                .hasMessageContaining("bf16 with typing: weak")
                .hasMessageContaining("layerPrecisions")
                .hasMessageContaining("tacticSources CUBLAS_LT and CUDNN,");
    }

    @Test
    void networksBuiltLayerByLayerStayInFp32() {
        EngineRequest parsed = Requests.of(Precision.FP16, Map.of());
        EngineRequest api =
                new EngineRequest(
                        BuilderSettings.API,
                        parsed.model(),
                        parsed.precision(),
                        parsed.inputs(),
                        parsed.calibration(),
                        parsed.profile(),
                        0,
                        1,
                        Map.of());

        assertThatThrownBy(() -> LineLimits.check(TensorRtLine.V11_2, api))
                .hasMessageContaining("fp16 of tensorrt-api");
    }
}
