package dev.assay.engines.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.QueryTrace;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What only a GPU can tell.
@Tag("gpu")
class TensorRtGpuTest {
    @TempDir Path folder;

    private final TensorRtProvider provider = new TensorRtProvider();
    private TinyModel tiny;
    private EngineCache cache;

    @BeforeEach
    void setUp() {
        tiny = new TinyModel(folder);
        cache = new EngineCache(folder.resolve("cache"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FP32", "TF32", "FP16", "BF16"})
    void computesWhatTheModelSays(Precision precision) throws IOException {
        PreparedEngine prepared = prepare(precision);

        assertThat(run(prepared, 1)).containsExactly(TinyModel.expected(1));
        assertThat(run(prepared, 3)).containsExactly(TinyModel.expected(3));
    }

    /// A context is used again for inputs of its shapes, and for no others.
    @Test
    void computesOneQueryAfterTheOther() throws IOException {
        try (Engine engine = provider.load(prepare(Precision.FP32));
                Session session = engine.openSession()) {
            for (int rows : new int[] {2, 2, 3, 1, 1}) {
                assertThat(run(session, rows)).containsExactly(TinyModel.expected(rows));
            }
            assertThatThrownBy(() -> run(session, TinyModel.MOST_ROWS + 1))
                    .isInstanceOf(AssayException.class);
            assertThat(run(session, 1)).containsExactly(TinyModel.expected(1));
        }
    }

    @Test
    void findsAPlanAgainByItsContents() throws IOException {
        PreparedEngine first = prepare(Precision.FP32);
        PreparedEngine second = prepare(Precision.FP32);

        assertThat(first.identity().settings()).containsEntry("planCache", "built");
        assertThat(second.identity().settings()).containsEntry("planCache", "hit");
        assertThat(second.artefact()).isEqualTo(first.artefact());
    }

    @Test
    void buildsAgainWhereTheCacheIsDamaged() throws IOException {
        PreparedEngine first = prepare(Precision.FP32);
        Files.write(first.artefact(), new byte[] {1, 2, 3});

        PreparedEngine second = prepare(Precision.FP32);

        assertThat(second.identity().settings()).containsEntry("planCache", "built");
        assertThat(run(second, 2)).containsExactly(TinyModel.expected(2));
    }

    @ParameterizedTest
    @CsvSource({"1, true, true", "2, true, true", "2, true, false", "2, false, true"})
    void timesWhatItComputes(int depth, boolean transfers, boolean graph) throws IOException {
        PreparedEngine prepared = prepare(Precision.FP32);
        try (Engine engine = provider.load(prepared);
                Session session = engine.openSession();
                Arena arena = Arena.ofShared();
                Pipeline pipeline =
                        session.pipeline(
                                        List.of(Map.of("x", TinyModel.input(2, arena))),
                                        new PipelineSettings(depth, transfers, graph, true))
                                .orElseThrow()) {
            for (int i = 0; i < 50; i++) {
                pipeline.step();
            }
            pipeline.drain();

            assertThat(pipeline.traces())
                    .hasSize(50)
                    .allSatisfy(trace -> {
                        assertThat(trace.compute()).isPositive();
                        assertThat(trace.h2d()).isEqualTo(transfers ? trace.h2d() : 0);
                        assertThat(trace.latency())
                                .isEqualTo(trace.h2d() + trace.compute() + trace.d2h());
                    });
            assertThat(pipeline.traces()).extracting(QueryTrace::computeStart).isSorted();
            assertThat(pipeline.facts()).containsEntry("graph", graph ? "captured" : "off");
            assertThat(values(pipeline.outputs().getFirst()))
                    .containsExactly(TinyModel.expected(2));
        }
    }

    @Test
    void refusesATruncatedPlan() throws IOException {
        PreparedEngine prepared = prepare(Precision.FP32);
        byte[] plan = Files.readAllBytes(prepared.artefact());
        Files.write(prepared.artefact(), Arrays.copyOf(plan, plan.length / 2));

        assertThatThrownBy(() -> provider.load(prepared))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(prepared.artefact().toString());
    }

    /// Offsets in a plan of TensorRT 10.6, seen in one: the number of its format, and the GPU's
    /// compute capability.
    @ParameterizedTest
    @CsvSource({"84, 238", "144, 7"})
    void refusesAPlanOfAnotherVersionOrGpu(int offset, int value) throws IOException {
        PreparedEngine prepared = prepare(Precision.FP32);
        byte[] plan = Files.readAllBytes(prepared.artefact());
        plan[offset] = (byte) value;
        Files.write(prepared.artefact(), plan);

        assertThatThrownBy(() -> provider.load(prepared))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(prepared.artefact().toString())
                .hasMessageContaining("built by TensorRT 10.6");
    }

    @Test
    void namesAnOperatorThatTensorRtLacks() {
        assertThatThrownBy(() ->
                        provider.prepare(
                                tiny.request(
                                        tiny.file("unknown-operator.onnx"),
                                        Precision.FP32,
                                        Map.of()),
                                cache))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("NoSuchOperator");
    }

    @Test
    void refusesATruncatedModel() throws IOException {
        Path model = tiny.file("convolution.onnx");
        byte[] bytes = Files.readAllBytes(model);
        Files.write(model, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() ->
                        provider.prepare(tiny.request(model, Precision.FP32, Map.of()), cache))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(model.toString());
    }

    @Test
    void refusesABatchBeyondTheProfile() throws IOException {
        PreparedEngine prepared = prepare(Precision.FP32);

        assertThatThrownBy(() -> run(prepared, TinyModel.MOST_ROWS + 1))
                .isInstanceOf(AssayException.class);
    }

    private PreparedEngine prepare(Precision precision) throws IOException {
        return provider.prepare(
                tiny.request(tiny.file("convolution.onnx"), precision, Map.of()), cache);
    }

    private float[] run(PreparedEngine prepared, int rows) {
        try (Engine engine = provider.load(prepared);
                Session session = engine.openSession()) {
            return run(session, rows);
        }
    }

    private static float[] run(Session session, int rows) {
        try (Arena arena = Arena.ofShared();
                Query query = session.bind(Map.of("x", TinyModel.input(rows, arena)))) {
            query.run();
            return values(query.outputs().getFirst());
        }
    }

    private static float[] values(TensorData tensor) {
        return tensor.segment().toArray(ValueLayout.JAVA_FLOAT);
    }
}
