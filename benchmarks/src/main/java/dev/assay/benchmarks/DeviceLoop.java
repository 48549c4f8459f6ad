package dev.assay.benchmarks;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.run.Flow;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.run.Timing;
import dev.assay.core.suite.Workload;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.QueryTrace;
import dev.assay.core.trace.TrtexecTimes;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Session;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Queries in a pipeline that times them between events on the device.
///
/// With one query in flight a second, shorter window follows in which nothing is copied: it gives
/// the time from launch to completion as a host sees it that keeps its tensors on the device.
final class DeviceLoop implements TimedLoop {
    /// Of the measured time, for the window without copies.
    private static final double ON_DEVICE_SHARE = 0.25;

    private static final int ON_DEVICE_WARM_UP = 10;

    private final ForkJob job;
    private final Session session;
    private final ModelInputs inputs;
    private final List<Map<String, TensorData>> batches;
    private final PipelineSettings settings;
    private final Pipeline pipeline;
    private final double firstQuerySeconds;
    private final long warmUpBegan;
    private double warmUpSeconds;
    private long warmUpQueries;
    private List<QueryTrace> traces = List.of();
    private List<OutputDigest> outputs = List.of();

    private DeviceLoop(
            ForkJob job,
            Session session,
            ModelInputs inputs,
            List<Map<String, TensorData>> batches,
            PipelineSettings settings,
            Pipeline pipeline) {
        this.job = job;
        this.session = session;
        this.inputs = inputs;
        this.batches = batches;
        this.settings = settings;
        this.pipeline = pipeline;
        long start = System.nanoTime();
        pipeline.step();
        pipeline.drain();
        this.warmUpBegan = System.nanoTime();
        this.firstQuerySeconds = (warmUpBegan - start) / 1e9;
    }

    /// @throws AssayException if the engine cannot time on its device
    static DeviceLoop open(ForkJob job, Session session, ModelInputs inputs, Arena arena) {
        List<Map<String, TensorData>> batches =
                IntStream.range(0, inputs.batches(job.batch()))
                        .mapToObj(i -> inputs.batch(i, job.batch(), arena))
                        .toList();
        PipelineSettings settings =
                PipelineSettings.of(job.engine().request(), job.workload().kind());
        Pipeline pipeline =
                session.pipeline(batches, settings)
                        .orElseThrow(() ->
                                new AssayException(
                                        ErrorKind.UNSUPPORTED,
                                        job.caseId().engine() + " has no device timing"));
        return new DeviceLoop(job, session, inputs, batches, settings, pipeline);
    }

    @Override
    public void startMeasuring() {
        pipeline.drain();
        warmUpSeconds = (System.nanoTime() - warmUpBegan) / 1e9;
        warmUpQueries = pipeline.traces().size() + pipeline.dropped();
        pipeline.clear();
    }

    @Override
    public void query() {
        pipeline.step();
    }

    @Override
    public void stopMeasuring() {
        pipeline.drain();
        traces = pipeline.traces();
        if (traces.isEmpty()) {
            throw new AssayException(
                    ErrorKind.INFERENCE, "No query came to its end in the measured window");
        }
    }

    @Override
    public List<Timing> timings() {
        List<Timing> timings = new ArrayList<>();
        timings.add(timing(MeasurementBoundary.DEVICE_COMPUTE, QueryTrace::compute));
        timings.add(timing(MeasurementBoundary.ENQUEUE, QueryTrace::enqueue));
        if (settings.transfers()) {
            timings.add(timing(MeasurementBoundary.H2D, QueryTrace::h2d));
            timings.add(timing(MeasurementBoundary.D2H, QueryTrace::d2h));
            timings.add(timing(MeasurementBoundary.WITH_TRANSFERS, QueryTrace::latency));
        }
        if (job.workload().kind() == Workload.Kind.LATENCY) {
            if (settings.transfers()) {
                timings.add(timing(MeasurementBoundary.HOST_END_TO_END, DeviceLoop::onHost));
                timings.add(hostSync());
            } else {
                timings.add(timing(MeasurementBoundary.HOST_SYNC, DeviceLoop::onHost));
            }
        }
        exportTimes();
        return timings;
    }

    private static double onHost(QueryTrace trace) {
        return trace.hostEnd() - trace.hostStart();
    }

    private Timing timing(MeasurementBoundary boundary, ToDoubleFunction<QueryTrace> span) {
        return Samples.write(
                job,
                boundary,
                spans(traces, span),
                pipeline.dropped(),
                warmUpSeconds,
                warmUpQueries,
                firstQuerySeconds);
    }

    /// The digests are taken first: this window's outputs stay on the device.
    private Timing hostSync() {
        outputs();
        try (Pipeline onDevice = session.pipeline(batches, settings.onDevice()).orElseThrow()) {
            for (int i = 0; i < ON_DEVICE_WARM_UP; i++) {
                onDevice.step();
            }
            onDevice.drain();
            onDevice.clear();
            long start = System.nanoTime();
            long span = (long) (job.measureSeconds() * ON_DEVICE_SHARE * 1e9);
            do {
                onDevice.step();
            } while (System.nanoTime() - start < span);
            onDevice.drain();
            return Samples.write(
                    job,
                    MeasurementBoundary.HOST_SYNC,
                    spans(onDevice.traces(), DeviceLoop::onHost),
                    onDevice.dropped(),
                    warmUpSeconds,
                    warmUpQueries,
                    firstQuerySeconds);
        }
    }

    private static float[] spans(List<QueryTrace> traces, ToDoubleFunction<QueryTrace> span) {
        float[] seconds = new float[traces.size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = (float) span.applyAsDouble(traces.get(i));
        }
        return seconds;
    }

    private void exportTimes() {
        if ("true".equals(job.engine().request().options().get("exportTimes"))) {
            TrtexecTimes.write(
                    job.runRoot()
                            .resolve(
                                    "samples/%s/times.fork%02d.json"
                                            .formatted(job.caseId(), job.fork())),
                    traces);
        }
    }

    @Override
    public Flow flow() {
        double from =
                settings.transfers()
                        ? traces.getFirst().h2dStart()
                        : traces.getFirst().computeStart();
        return new Flow(traces.size(), traces.getLast().end() - from, settings.depth());
    }

    @Override
    public List<OutputDigest> outputs() {
        if (outputs.isEmpty()) {
            outputs =
                    OutputDigests.write(
                            job,
                            pipeline.outputs(),
                            inputs.rowsOf(pipeline.lastBatch(), job.batch()));
        }
        return outputs;
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>(pipeline.facts());
        facts.put("loop", settings.depth() == 1 ? "closed, one query at a time" : "pipelined");
        facts.put("inFlight", Integer.toString(settings.depth()));
        facts.put("transfers", Boolean.toString(settings.transfers()));
        return facts;
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
