package dev.assay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.Timing;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.Workload;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceLoopTest {
    private static final Shape ROW = Shape.of(3);

    @TempDir Path folder;

    private final Arena arena = Arena.ofShared();
    private final FakeSession session = new FakeSession();
    private ModelInputs inputs;

    @BeforeEach
    void storeInputs() {
        Path file = folder.resolve("inputs.safetensors");
        SafetensorsFile.write(file, List.of(tensor("x", 2)));
        inputs = ModelInputs.read(file, ROW, arena);
    }

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void givesEveryBoundaryOfAQueryFromItsOwnSpan() {
        List<Timing> timings = measure(job(Workload.LATENCY, Map.of())).timings();

        assertThat(timings)
                .extracting(Timing::boundary)
                .containsExactly(
                        MeasurementBoundary.DEVICE_COMPUTE,
                        MeasurementBoundary.ENQUEUE,
                        MeasurementBoundary.H2D,
                        MeasurementBoundary.D2H,
                        MeasurementBoundary.WITH_TRANSFERS,
                        MeasurementBoundary.HOST_END_TO_END,
                        MeasurementBoundary.HOST_SYNC);
        assertThat(timings.stream().map(it -> it.samples().medianSeconds() * 1e3))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-5 ? 0 : 1)
                .containsExactly(4.0, 0.5, 1.0, 2.0, 7.0, 8.0, 5.0);
    }

    @Test
    void keepsTheWarmUpOutOfTheSamples() {
        Timing compute = measure(job(Workload.LATENCY, Map.of())).timings().getFirst();

        assertThat(compute.samples().count()).isEqualTo(40);
        assertThat(compute.samples().maxSeconds()).isCloseTo(4e-3, within(1e-8));
        assertThat(compute.warmUp().queries()).isEqualTo(5);
    }

    @Test
    void takesTheThroughputFromTheDevicesClock() {
        DeviceLoop loop = measure(job(Workload.THROUGHPUT, Map.of()));

        // From the first query's copy to the last one's: 39 periods and 7 ms.
        assertThat(loop.flow().queries()).isEqualTo(40);
        assertThat(loop.flow().inFlight()).isEqualTo(2);
        assertThat(loop.flow().seconds()).isCloseTo(39 * FakePipeline.PERIOD + 7e-3, within(1e-9));
        assertThat(loop.timings())
                .extracting(Timing::boundary)
                .doesNotContain(MeasurementBoundary.HOST_END_TO_END, MeasurementBoundary.HOST_SYNC);
    }

    @Test
    void leavesTensorsOnTheDeviceWhereAsked() {
        List<Timing> timings =
                measure(job(Workload.LATENCY, Map.of("noDataTransfers", "true"))).timings();

        assertThat(timings)
                .extracting(Timing::boundary)
                .containsExactly(
                        MeasurementBoundary.DEVICE_COMPUTE,
                        MeasurementBoundary.ENQUEUE,
                        MeasurementBoundary.HOST_SYNC);
        assertThat(timings.getLast().samples().medianSeconds()).isCloseTo(5e-3, within(1e-8));
    }

    @Test
    void timesALoadFromWhenQueriesWereDue() {
        DeviceLoop loop = measure(job(Workload.load(1e5), Map.of()));

        // Due every 10 us, each takes at least 50 us: the queue grows, and so do the times.
        Timing scheduled = loop.timings().getFirst();
        assertThat(scheduled.boundary()).isEqualTo(MeasurementBoundary.SCHEDULED_END_TO_END);
        assertThat(scheduled.samples().count()).isEqualTo(40);
        assertThat(scheduled.samples().maxSeconds()).isGreaterThan(30 * 40e-6);
        assertThat(loop.facts().get("loop")).startsWith("open");
    }

    @Test
    void losesOnlyTheBoundaryWhoseWindowFails() {
        session.failOnDevice = true;
        DeviceLoop loop = measure(job(Workload.LATENCY, Map.of()));

        assertThat(loop.timings())
                .extracting(Timing::boundary)
                .contains(MeasurementBoundary.HOST_END_TO_END)
                .doesNotContain(MeasurementBoundary.HOST_SYNC);
        assertThat(loop.facts()).containsEntry("hostSync", "not measured: out of memory");
    }

    @Test
    void saysWhichRowsTheLastQueryHad() {
        assertThat(measure(job(Workload.LATENCY, Map.of())).outputs().getFirst().rows())
                .containsExactly(1);
    }

    private DeviceLoop measure(ForkJob job) {
        DeviceLoop loop = DeviceLoop.open(job, session, inputs, arena);
        session.opened.getFirst().scale(10);
        for (int i = 0; i < 5; i++) {
            loop.query();
        }
        loop.startMeasuring();
        session.opened.getFirst().scale(1);
        for (int i = 0; i < 40; i++) {
            loop.query();
        }
        loop.stopMeasuring();
        return loop;
    }

    private ForkJob job(Workload workload, Map<String, String> options) {
        Path inputsFile = folder.resolve("inputs.safetensors");
        EngineRequest request =
                new EngineRequest(
                        "tensorrt-onnx",
                        folder.resolve("model.onnx"),
                        Precision.FP16,
                        inputsFile,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        1,
                        options);
        return new ForkJob(
                new CaseId("toy/tensorrt-onnx/fp16/b1/3/base/" + workload.slug()),
                0,
                new PreparedEngine(
                        request,
                        folder.resolve("plan"),
                        new EngineIdentity("TensorRT", "10.6", "aa", "bb", Map.of()),
                        List.of(),
                        List.of(),
                        1),
                inputsFile,
                ROW,
                1,
                workload,
                0.01,
                0.02,
                false,
                folder.resolve("run"),
                folder.resolve("work"));
    }

    private TensorData tensor(String name, int rows) {
        return TensorData.allocate(
                new TensorSpec(name, ElementType.FLOAT32, ROW.withBatch(rows)), arena);
    }

    private final class FakeSession implements Session {
        private final List<FakePipeline> opened = new ArrayList<>();
        private boolean failOnDevice;

        @Override
        public Query bind(Map<String, TensorData> rows) {
            throw new UnsupportedOperationException("a pipeline was expected");
        }

        @Override
        public Optional<Pipeline> pipeline(
                List<Map<String, TensorData>> batches, PipelineSettings settings) {
            if (failOnDevice && !settings.transfers()) {
                throw new AssayException(ErrorKind.INFERENCE, "out of memory");
            }
            FakePipeline pipeline = new FakePipeline(settings, List.of(tensor("y", 1)));
            opened.add(pipeline);
            return Optional.of(pipeline);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
