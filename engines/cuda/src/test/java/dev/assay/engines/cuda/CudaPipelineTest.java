package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.trace.QueryTrace;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("gpu")
class CudaPipelineTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, true, true, true",
        "1, true, false, true",
        "1, false, true, true",
        "1, true, true, false",
        "2, true, true, true",
        "2, true, false, false",
        "2, false, true, true",
        "3, true, true, true"
    })
    void theLastQueryBeforeADrainGivesTheOutputsOfItsOwnBatch(
            int depth, boolean transfers, boolean graph, boolean spin) {
        PipelineSettings settings = new PipelineSettings(depth, transfers, graph, spin);
        try (Pipeline pipeline = open(5, settings, new CopyingEngine(false))) {
            for (int query = 0; query < 50; query++) {
                pipeline.step();
                if (query % 7 == 0) {
                    pipeline.drain();
                    int changes = depth == 1 ? query : (query + 6) / 7;
                    int batch = transfers ? changes % 5 : 0;
                    assertThat(pipeline.lastBatch()).isEqualTo(batch);
                    assertAll(pipeline.outputs(), batch + 1);
                }
            }
            pipeline.drain();
            assertThat(pipeline.facts()).containsEntry("graph", graph ? "captured" : "off");
            assertThat(pipeline.traces()).hasSize(50);
            assertThat(pipeline.completed()).isEqualTo(50);
            assertInOrder(pipeline.traces(), transfers);
            pipeline.clear();
            assertThat(pipeline.traces()).isEmpty();
            assertThat(pipeline.completed()).isZero();
        }
    }

    @Test
    void keepsAsManyInFlightAsItIsTold() {
        try (Pipeline pipeline =
                open(1, new PipelineSettings(3, true, false, true), new CopyingEngine(false))) {
            for (int query = 0; query < 10; query++) {
                pipeline.step();
            }
            assertThat(pipeline.traces()).hasSize(8);
            pipeline.drain();
            assertThat(pipeline.traces()).hasSize(10);
        }
    }

    @Test
    void goesOnWithoutAGraphWhereNoneCanBeRecorded() {
        try (Pipeline pipeline =
                open(2, new PipelineSettings(1, true, true, true), new CopyingEngine(true))) {
            pipeline.step();
            pipeline.step();
            pipeline.drain();

            assertThat(pipeline.facts().get("graph")).startsWith("not captured: ");
            assertAll(pipeline.outputs(), 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void anOutputThatIsNeverWrittenIsNotANumber(boolean transfers) {
        PipelineSettings settings = new PipelineSettings(1, transfers, false, true);
        try (Pipeline pipeline = open(1, settings, (_, _) -> () -> {})) {
            pipeline.step();
            pipeline.drain();

            TensorData output = pipeline.outputs().getFirst();
            assertThat(output.nonFinite()).isEqualTo(output.elements());
        }
    }

    /// Nine times the engine's time of waiting, of which noise explains nothing.
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void keepsTheDeviceBusyForAShareOfTheEnginesTime(boolean graph) {
        PipelineSettings settings = new PipelineSettings(1, true, graph, true);
        double plain = fastest(settings);
        PipelineSettings slowed = settings.slowedBy(9);
        assertThat(fastest(slowed)).isGreaterThan(5 * plain);
        try (Pipeline pipeline = open(2, slowed, new CopyingEngine(false))) {
            pipeline.step();
            pipeline.step();
            pipeline.drain();
            assertAll(pipeline.outputs(), 2);
            assertThat(pipeline.facts())
                    .containsEntry("graph", graph ? "captured" : "off")
                    .hasEntrySatisfying(
                            PipelineSettings.SLOWDOWN,
                            it ->
                                    assertThat(it)
                                            .startsWith(
                                                    "the GPU is busy for 9.0 of each inference's"
                                                            + " time: "));
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void slowsDownByTheShareOfWhatEventsSee(boolean graph) {
        PipelineSettings settings = new PipelineSettings(1, false, graph, true);
        double plain = middle(settings);
        double slowed = middle(settings.slowedBy(9));
        assertThat(slowed / plain).isBetween(8.5, 11.5);
    }

    private double middle(PipelineSettings settings) {
        try (Pipeline pipeline = open(1, settings, new CopyingEngine(false))) {
            for (int query = 0; query < 200; query++) {
                pipeline.step();
            }
            pipeline.drain();
            double[] times = pipeline.traces().stream().mapToDouble(QueryTrace::compute).toArray();
            Arrays.sort(times);
            return times[times.length / 2];
        }
    }

    private double fastest(PipelineSettings settings) {
        try (Pipeline pipeline = open(1, settings, new CopyingEngine(false))) {
            for (int query = 0; query < 50; query++) {
                pipeline.step();
            }
            pipeline.drain();
            return pipeline.traces().stream().mapToDouble(QueryTrace::compute).min().orElseThrow();
        }
    }

    @Test
    void refusesABatchOfAnotherShape() {
        TensorSpec shorter = new TensorSpec("in", ElementType.FLOAT32, Shape.of(3));
        Map<String, TensorData> other = Map.of("in", TensorData.allocate(shorter, arena));
        assertThatExceptionOfType(AssayException.class)
                .isThrownBy(() ->
                        new CudaPipeline(
                                List.of(CopyingEngine.INPUT),
                                List.of(CopyingEngine.OUTPUT),
                                List.of(other),
                                new PipelineSettings(1, true, true, true),
                                new CopyingEngine(false)))
                .returns(ErrorKind.DATA, AssayException::kind);
    }

    @Test
    void aFailedLaunchIsReported() {
        Launch broken =
                (_, _) ->
                        () -> {
                            throw new AssayException(ErrorKind.INFERENCE, "the engine refused");
                        };
        try (Pipeline pipeline = open(1, new PipelineSettings(1, true, false, true), broken)) {
            assertThatExceptionOfType(AssayException.class)
                    .isThrownBy(pipeline::step)
                    .withMessage("the engine refused");
        }
    }

    private Pipeline open(int batches, PipelineSettings settings, Launch engine) {
        return new CudaPipeline(
                List.of(CopyingEngine.INPUT),
                List.of(CopyingEngine.OUTPUT),
                CopyingEngine.batches(batches, arena),
                settings,
                engine);
    }

    static void assertAll(List<TensorData> outputs, float value) {
        assertThat(outputs).hasSize(1);
        TensorData output = outputs.getFirst();
        for (long i = 0; i < output.elements(); i++) {
            if (output.get(i) != value) {
                assertThat(output.get(i)).as("element %d", i).isEqualTo(value);
            }
        }
    }

    private static void assertInOrder(List<QueryTrace> traces, boolean transfers) {
        double before = 0;
        for (QueryTrace trace : traces) {
            assertThat(trace.computeStart()).isGreaterThanOrEqualTo(before);
            before = trace.computeStart();
            assertThat(trace.compute()).isPositive();
            assertThat(trace.h2d() > 0).isEqualTo(transfers);
            assertThat(trace.d2h() > 0).isEqualTo(transfers);
            assertThat(trace.enqueue()).isPositive();
            assertThat(trace.enqueueStart()).isBetween(trace.hostStart(), trace.hostEnd());
            assertThat(trace.hostEnd() - trace.hostStart())
                    .isGreaterThanOrEqualTo(trace.compute() * 0.99);
        }
    }
}
