package dev.assay.engines.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.LayerPrecisions;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.RelativeRule;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxRuntimeProviderTest {
    /// Nothing is cached: these engines load their models as they are.
    private static final EngineCache CACHE = new EngineCache(Path.of("target", "cache"));

    private static final Path DATA = Path.of("../../reference-data");
    private static final Path MODEL = DATA.resolve("models/mst-plus-plus/fp32.onnx");
    private static final Path INPUTS = DATA.resolve("inputs/mst-plus-plus/44x36.safetensors");
    private static final Path OUTPUTS =
            DATA.resolve("outputs/mst-plus-plus/fp32-44x36.safetensors");
    private static final Shape ROW = Shape.parse("3x44x36");

    private final OnnxRuntimeProvider provider = new OnnxRuntimeProvider();

    @TempDir Path folder;

    @Test
    void isInTheCatalogUnderItsId() {
        assertThat(EngineCatalog.standard().ids()).containsAll(provider.ids());
        assertThat(EngineProviders.get("onnxruntime-cpu")).isInstanceOf(OnnxRuntimeProvider.class);
    }

    @Test
    void saysWhichLibraryRanAndWithWhatSettings() {
        PreparedEngine prepared = provider.prepare(request(MODEL, Map.of("threads", "1")), CACHE);

        assertThat(prepared.identity().library()).isEqualTo("ONNX Runtime");
        assertThat(prepared.identity().version()).isEqualTo("1.20.0");
        assertThat(prepared.identity().settings())
                .containsEntry("threads", "1")
                .containsEntry("graphOptimization", "all")
                .containsEntry("executionProvider", "CPUExecutionProvider");
        assertThat(prepared.inputs())
                .containsExactly(
                        new TensorSpec(
                                "input",
                                ElementType.FLOAT32,
                                Shape.of(Shape.DYNAMIC, 3, Shape.DYNAMIC, Shape.DYNAMIC)));
    }

    /// A row called FP16 whose nodes all compute in FP32 is what the verdict has to know of.
    @Test
    void saysInWhichTypesTheNodesReallyRan() {
        LayerPrecisions precisions =
                provider.prepare(request(MODEL, Precision.FP16, Map.of()), CACHE)
                        .identity()
                        .precisions()
                        .orElseThrow();

        // 49 + 46 convolutions and 90 products of matrices are among them.
        assertThat(precisions.in("FP32")).isGreaterThan(185).isEqualTo(precisions.layers());
        assertThat(precisions.in("FP16")).isZero();
    }

    @Test
    void runsOnThisProviderAlone() {
        assertThat(
                        provider.prepare(request(MODEL, Precision.FP16, Map.of()), CACHE)
                                .identity()
                                .settings())
                .doesNotContainKey(EngineIdentity.FALLBACK);
    }

    /// Bounds from reference-data/noise: ten times the noise of the reference itself.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void agreesWithTheStoredPyTorchOutputs(int batch) {
        PreparedEngine prepared = provider.prepare(request(MODEL, Map.of("threads", "2")), CACHE);
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession()) {
            ModelInputs inputs = ModelInputs.read(INPUTS, ROW, arena);
            try (Query query = session.bind(inputs.batch(0, batch, arena))) {
                query.run();
                TensorData expected =
                        ModelInputs.gather(reference(arena), inputs.rowsOf(0, batch), arena);
                ErrorStatistics errors =
                        ErrorCalculator.calculate(
                                TensorPairs.of(query.outputs().getFirst(), expected));

                assertThat(errors.relativeL2().orElseThrow()).isBetween(1e-8, 3.5e-6);
                assertThat(errors.relative(RelativeRule.SEED000).orElseThrow().median())
                        .isBetween(1e-7, 1e-5);
            }
        }
    }

    @Test
    void runsWithoutGraphOptimisationsToTheSameResult() {
        PreparedEngine prepared =
                provider.prepare(request(MODEL, Map.of("graph-optimization", "none")), CACHE);
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession();
                Query query =
                        session.bind(ModelInputs.read(INPUTS, ROW, arena).batch(0, 2, arena))) {
            query.run();
            ErrorStatistics errors =
                    ErrorCalculator.calculate(
                            TensorPairs.of(query.outputs().getFirst(), reference(arena)));

            assertThat(errors.relativeL2().orElseThrow()).isLessThan(3.5e-6);
        }
    }

    @Test
    void refusesATruncatedModelWithItsName() throws IOException {
        byte[] whole = Files.readAllBytes(MODEL);
        Path broken = folder.resolve("broken.onnx");
        Files.write(broken, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> provider.prepare(request(broken, Map.of()), CACHE))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENGINE_BUILD))
                .hasMessageContaining("broken.onnx");
    }

    @Test
    void refusesInputsOfAnotherName() {
        assertThatThrownBy(() -> bind(new TensorSpec("image", ElementType.FLOAT32, batched())))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("[input]")
                .hasMessageContaining("[image]");
    }

    @Test
    void refusesInputsOfAnotherElementType() {
        assertThatThrownBy(() -> bind(new TensorSpec("input", ElementType.FLOAT64, batched())))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DATA))
                .hasMessage("Input 'input' is FLOAT64 in the inputs file, the model wants FLOAT32");
    }

    private void bind(TensorSpec spec) {
        PreparedEngine prepared = provider.prepare(request(MODEL, Map.of()), CACHE);
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession()) {
            session.bind(Map.of(spec.name(), TensorData.allocate(spec, arena))).close();
        }
    }

    private static Shape batched() {
        return ROW.withBatch(1);
    }

    private static TensorData reference(Arena arena) {
        return List.copyOf(SafetensorsFile.read(OUTPUTS, arena).values()).getFirst();
    }

    private static EngineRequest request(Path model, Map<String, String> options) {
        return request(model, Precision.FP32, options);
    }

    private static EngineRequest request(
            Path model, Precision precision, Map<String, String> options) {
        return new EngineRequest(
                "onnxruntime-cpu",
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
