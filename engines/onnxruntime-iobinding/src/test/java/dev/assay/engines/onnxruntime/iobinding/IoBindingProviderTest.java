package dev.assay.engines.onnxruntime.iobinding;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
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
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import dev.assay.engines.StoredMst;
import dev.assay.engines.onnxruntime.base.SessionSettings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
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

/// The C++ API on the CPU; see {@link CpuProvider}.
class IoBindingProviderTest {
    /// Nothing is cached: these engines load their models as they are.
    private static final EngineCache CACHE = new EngineCache(Path.of("target", "cache"));

    private final CpuProvider provider = new CpuProvider();

    @TempDir Path folder;

    @Test
    void isInTheCatalogUnderItsId() {
        assertThat(EngineCatalog.standard().ids()).containsAll(new IoBindingProvider().ids());
        assertThat(EngineProviders.get("onnxruntime-cuda-iobinding"))
                .isInstanceOf(IoBindingProvider.class);
        assertThat(EngineProviders.get("onnxruntime-tensorrt-iobinding"))
                .isInstanceOf(IoBindingProvider.class);
    }

    /// The build of ONNX Runtime for CPUs that is tested with has none: that it is asked for one,
    /// before the CUDA provider, is what can be seen of it here.
    @Test
    void asksForTensorRtsProviderBeforeCudas() {
        OnnxRuntimeLibrary.load();
        SessionSettings settings =
                SessionSettings.of(Requests.mst(Precision.FP16, Map.of()))
                        .onCuda(Map.of("use_tf32", "0"))
                        .onTensorRt(Map.of("trt_fp16_enable", "1"));

        assertThatThrownBy(() ->
                        NativeSession.open(
                                Requests.MODEL, settings, Optional.empty(), Optional.empty()))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENGINE_BUILD))
                .hasMessageContaining("TensorRT");
    }

    @Test
    void saysThatThereIsNoDriverInsteadOfCrashing() {
        assumeFalse(Files.exists(Path.of("/proc/driver/nvidia/version")), "there is a driver here");

        assertThatThrownBy(() ->
                        new IoBindingProvider()
                                .prepare(Requests.mst(Precision.FP32, Map.of()), CACHE))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("NVIDIA");
    }

    @Test
    void saysWhichLibraryRanAndWithWhatSettings() {
        PreparedEngine prepared =
                provider.prepare(Requests.mst(Precision.FP32, Map.of("threads", "1")), CACHE);

        assertThat(prepared.identity().library()).isEqualTo("ONNX Runtime");
        assertThat(prepared.identity().version()).isEqualTo("1.20.0");
        assertThat(prepared.identity().settings())
                .containsEntry("threads", "1")
                .containsEntry("graphOptimization", "all")
                .containsEntry("disable_synchronize_execution_providers", "1")
                .containsEntry("tf32", "false")
                .hasEntrySatisfying(
                        "libraryPath", it -> assertThat(it).contains("/libonnxruntime.so"))
                .doesNotContainKey(EngineIdentity.FALLBACK);
        assertThat(prepared.inputs())
                .containsExactly(
                        new TensorSpec(
                                "input",
                                ElementType.FLOAT32,
                                Shape.of(Shape.DYNAMIC, 3, Shape.DYNAMIC, Shape.DYNAMIC)));
    }

    /// As many as through the Java API, whose test has the same bound.
    @Test
    void saysInWhichTypesTheNodesRan() {
        PreparedEngine prepared = provider.prepare(Requests.mst(Precision.FP32, Map.of()), CACHE);

        assertThat(prepared.identity().precisions().orElseThrow().in("FP32"))
                .isGreaterThan(185)
                .isEqualTo(prepared.identity().precisions().orElseThrow().layers());
    }

    /// Bounds from reference-data/noise: ten times the noise of the reference itself.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void agreesWithTheStoredPyTorchOutputs(int batch) {
        PreparedEngine prepared =
                provider.prepare(Requests.mst(Precision.FP32, Map.of("threads", "2")), CACHE);
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession()) {
            ModelInputs inputs = ModelInputs.read(StoredMst.INPUTS, StoredMst.ROW, arena);
            try (Query query = session.bind(inputs.batch(0, batch, arena))) {
                query.run();
                TensorData expected =
                        ModelInputs.gather(reference(arena), inputs.rowsOf(0, batch), arena);
                ErrorStatistics errors =
                        ErrorCalculator.calculate(
                                TensorPairs.of(query.outputs().getFirst(), expected));

                assertThat(errors.relativeL2().orElseThrow()).isBetween(1e-8, 3.5e-6);
            }
        }
    }

    /// What the loop on the GPU lives on: a binding reads its inputs anew in every run.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsWhatIsInTheBoundMemoryNow(boolean waits) {
        CpuProvider provider = new CpuProvider(waits);
        PreparedEngine prepared =
                provider.prepare(Requests.mst(Precision.FP32, Map.of("threads", "2")), CACHE);
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession()) {
            ModelInputs inputs = ModelInputs.read(StoredMst.INPUTS, StoredMst.ROW, arena);
            Map<String, TensorData> bound = inputs.batch(List.of(0), arena);
            try (Query query = session.bind(bound);
                    Query other = session.bind(inputs.batch(List.of(1), arena))) {
                query.run();
                other.run();
                requireNonNull(bound.get("input"))
                        .segment()
                        .copyFrom(
                                requireNonNull(inputs.batch(List.of(1), arena).get("input"))
                                        .segment());
                assertThat(first(query)).isNotEqualTo(first(other));

                query.run();

                assertThat(first(query)).isEqualTo(first(other));
            }
        }
    }

    private static byte[] first(Query query) {
        return query.outputs().getFirst().segment().toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void refusesATruncatedModelWithItsName() throws IOException {
        byte[] whole = Files.readAllBytes(Requests.MODEL);
        Path broken = folder.resolve("broken.onnx");
        Files.write(broken, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() ->
                        provider.prepare(Requests.of(broken, Precision.FP32, Map.of()), CACHE))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENGINE_BUILD))
                .hasMessageContaining("broken.onnx");
    }

    @Test
    void refusesInputsOfAnotherName() {
        assertThatThrownBy(() ->
                        bind(
                                new TensorSpec(
                                        "image", ElementType.FLOAT32, StoredMst.ROW.withBatch(1))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("[input]")
                .hasMessageContaining("[image]");
    }

    @Test
    void refusesInputsOfAnotherElementType() {
        assertThatThrownBy(() ->
                        bind(
                                new TensorSpec(
                                        "input", ElementType.FLOAT64, StoredMst.ROW.withBatch(1))))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DATA))
                .hasMessage("Input 'input' is FLOAT64 in the inputs file, the model wants FLOAT32");
    }

    @Test
    void refusesInputsOfAnotherShapeInTheLibrarysWords() {
        assertThatThrownBy(() ->
                        bind(new TensorSpec("input", ElementType.FLOAT32, Shape.of(1, 4, 44, 36))))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.INFERENCE))
                .hasMessageContaining("Expected: 3");
    }

    private void bind(TensorSpec spec) {
        PreparedEngine prepared = provider.prepare(Requests.mst(Precision.FP32, Map.of()), CACHE);
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession()) {
            session.bind(Map.of(spec.name(), TensorData.allocate(spec, arena))).close();
        }
    }

    private static TensorData reference(Arena arena) {
        return List.copyOf(SafetensorsFile.read(StoredMst.OUTPUTS, arena).values()).getFirst();
    }
}
