package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.suite.EngineDescriptor.EngineOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineCatalogTest {
    private final EngineCatalog catalog = EngineCatalog.standard();

    @Test
    void knowsTheEnginesOfThisVersion() {
        assertThat(catalog.ids())
                .containsExactly(
                        "pytorch",
                        "onnxruntime-cpu",
                        "onnxruntime-cuda",
                        "onnxruntime-cuda-iobinding",
                        "onnxruntime-tensorrt",
                        "onnxruntime-tensorrt-iobinding",
                        "tensorrt-onnx",
                        "tensorrt-api",
                        "pytorch-python",
                        "pytorch-compile",
                        "replay");
        assertThat(catalog.get("replay").format()).isEqualTo(ModelFormat.STORED_OUTPUTS);
        assertThat(catalog.get("replay").precisions())
                .containsExactlyInAnyOrder(Precision.values());
        assertThat(catalog.find("tensorrt")).isEmpty();
    }

    @Test
    void namesTheEnginesThereAre() {
        assertFails(ErrorKind.CONFIG, () -> catalog.get("tensorrt"))
                .withMessage(
                        "There is no engine 'tensorrt'; there are [pytorch, onnxruntime-cpu,"
                                + " onnxruntime-cuda, onnxruntime-cuda-iobinding,"
                                + " onnxruntime-tensorrt, onnxruntime-tensorrt-iobinding,"
                                + " tensorrt-onnx, tensorrt-api,"
                                + " pytorch-python, pytorch-compile, replay]");
    }

    @Test
    void givesEveryOptionAMeaningAndAPatternThatRefusesNothingness() {
        List<EngineOption> options =
                catalog.engines().stream().flatMap(it -> it.options().stream()).toList();

        assertThat(options)
                .isNotEmpty()
                .allSatisfy(option -> {
                    assertThat(option.meaning()).isNotBlank();
                    assertThat("".matches(option.pattern())).isFalse();
                });
        assertThat(catalog.get("pytorch").hasOption("blas-threads")).isTrue();
        assertThat(catalog.get("pytorch").hasOption("fault")).isFalse();
    }
}
