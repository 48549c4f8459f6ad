package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDerivationTest {
    private static final EngineSpec ONNX_RUNTIME = new EngineSpec("onnxruntime-cpu", Map.of());
    private static final EngineSpec WEAK = new EngineSpec("tensorrt-onnx", Map.of());
    private static final EngineSpec STRONG =
            new EngineSpec("tensorrt-onnx", Map.of("typing", "strong"));
    private static final String KEYS =
            "onnx: model.onnx\n    quantization: { INT8: int8.json }\n    keep-fp32: [Softmax]";

    @TempDir Path folder;

    @Test
    void isNotNeededForTheModelsOwnTypes() throws IOException {
        for (EngineSpec engine : List.of(ONNX_RUNTIME, WEAK, STRONG)) {
            assertThat(of(KEYS, engine, Precision.FP32)).isEmpty();
            assertThat(of(KEYS, engine, Precision.TF32)).isEmpty();
        }
        assertThat(of(KEYS, WEAK, Precision.FP16)).isEmpty();
        assertThat(of(KEYS, new EngineSpec("replay", Map.of()), Precision.INT8)).isEmpty();
    }

    @Test
    void changesTheTypesForEnginesThatTakeThemFromTheFile() throws IOException {
        ModelDerivation half =
                new ModelDerivation(
                        Optional.empty(), Optional.of(Precision.FP16), List.of("Softmax"));

        assertThat(of(KEYS, STRONG, Precision.FP16)).contains(half);
        assertThat(of(KEYS, ONNX_RUNTIME, Precision.FP16)).contains(half);
        assertThat(of("onnx: model.onnx", STRONG, Precision.BF16))
                .contains(
                        new ModelDerivation(
                                Optional.empty(), Optional.of(Precision.BF16), List.of()));
    }

    @Test
    void quantisesWhereTheSuiteGivesRanges() throws IOException {
        Optional<Path> ranges = Optional.of(folder.resolve("int8.json"));
        ModelDerivation plain = new ModelDerivation(ranges, Optional.empty(), List.of());

        assertThat(of(KEYS, ONNX_RUNTIME, Precision.INT8)).contains(plain);
        assertThat(of(KEYS, WEAK, Precision.INT8)).contains(plain);
        assertThat(of(KEYS, STRONG, Precision.INT8))
                .contains(
                        new ModelDerivation(
                                ranges, Optional.of(Precision.FP16), List.of("Softmax")));
        assertThat(of(KEYS, WEAK, Precision.FP8)).isEmpty();
    }

    @Test
    void takesAFileThatTheSuiteGives() throws IOException {
        String keys = "onnx: model.onnx\n    onnx-variants: { FP16: model.onnx }";

        assertThat(of(keys, STRONG, Precision.FP16)).isEmpty();
        assertThat(of(keys, STRONG, Precision.BF16)).isPresent();
    }

    @Test
    void refusesSuitesThatSayItTwiceOrOfNothing() {
        assertFails(
                        ErrorKind.CONFIG,
                        () -> read(KEYS + "\n    onnx-variants: { INT8: model.onnx }"))
                .withMessageContaining("INT8 is under 'onnx-variants', too");
        assertFails(
                        ErrorKind.CONFIG,
                        () -> read("torchscript: model.pt\n    quantization: { INT8: int8.json }"))
                .withMessageContaining("'quantization' has no meaning without 'onnx'");
        assertFails(
                        ErrorKind.CONFIG,
                        () -> read("onnx: model.onnx\n    quantization: { FP16: int8.json }"))
                .withMessageContaining("FP16");
    }

    private Optional<ModelDerivation> of(String keys, EngineSpec engine, Precision precision)
            throws IOException {
        return ModelDerivation.of(
                read(keys), engine, EngineCatalog.standard().get(engine.id()), precision);
    }

    private ModelSpec read(String keys) throws IOException {
        return SuiteFiles.read(folder, SuiteFiles.SMALLEST.replace("onnx: model.onnx", keys))
                .models()
                .getFirst();
    }
}
