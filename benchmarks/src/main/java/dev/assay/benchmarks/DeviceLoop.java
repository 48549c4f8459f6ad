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
import dev.assay.core.trace.TraceSummary;
import dev.assay.core.trace.TrtexecTimes;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Session;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Queries in a pipeline that times them between events on the device.
///
/// With one query in flight and no schedule, a second, shorter window follows in which nothing is
/// copied: see {@link OnDeviceWindow}. Under load each query also has the time from when it was
/// due.
final class DeviceLoop implements TimedLoop {
    private static final int CAPACITY = 1 << 20;

    private final ForkJob job;
    private final Session session;
    private final ModelInputs inputs;
    private final List<Map<String, TensorData>> batches;
    private final PipelineSettings settings;
    private final Pipeline pipeline;
    private final Schedule schedule;
    private final SampleBuffer sinceDue = new SampleBuffer(CAPACITY);
    private final Map<String, String> facts = new TreeMap<>();
    private final double firstQuerySeconds;
    private final long warmUpBegan;
    private Samples.WarmUpFacts warmUp = new Samples.WarmUpFacts(0, 0, 0);
    private boolean measuring;
    private List<QueryTrace> traces = List.of();
    private long dropped;
    private List<OutputDigest> outputs = List.of();
    private boolean closed;

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
        this.schedule =
                job.workload().kind() == Workload.Kind.LOAD
                        ? Schedule.poisson(job.workload().queriesPerSecond())
                        : Schedule.none();
        long start = System.nanoTime();
        pipeline.step();
        pipeline.drain();
        this.warmUpBegan = System.nanoTime();
        this.firstQuerySeconds = (warmUpBegan - start) / 1e9;
        pipeline.clear();
        schedule.start(warmUpBegan);
    }

    /// @throws AssayException if the engine cannot time on its device
    static DeviceLoop open(ForkJob job, Session session, ModelInputs inputs, Arena arena) {
        return find(job, session, inputs, arena)
                .orElseThrow(() ->
                        new AssayException(
                                ErrorKind.UNSUPPORTED,
                                "%s has no device timing here, which workload %s needs"
                                        .formatted(job.caseId().engine(), job.workload())));
    }

    /// @return empty if the engine cannot time on its device
    static Optional<DeviceLoop> find(
            ForkJob job, Session session, ModelInputs inputs, Arena arena) {
        List<Map<String, TensorData>> batches =
                IntStream.range(0, inputs.batches(job.batch()))
                        .mapToObj(i -> inputs.batch(i, job.batch(), arena))
                        .toList();
        PipelineSettings settings =
                PipelineSettings.of(job.engine().request(), job.workload().kind())
                        .slowedBy(job.slowdown());
        return session.pipeline(batches, settings)
                .map(it -> slowed(it, job))
                .map(it -> new DeviceLoop(job, session, inputs, batches, settings, it));
    }

    /// Numbers of a pipeline that knows nothing of slowing down must not pass for slowed ones.
    private static Pipeline slowed(Pipeline pipeline, ForkJob job) {
        if (job.slowdown() > 0 && !pipeline.facts().containsKey(PipelineSettings.SLOWDOWN)) {
            pipeline.close();
            throw new AssayException(
                    ErrorKind.UNSUPPORTED,
                    "%s cannot be slowed down where its device times it"
                            .formatted(job.caseId().engine()));
        }
        return pipeline;
    }

    @Override
    public void startMeasuring() {
        pipeline.drain();
        warmUp =
                new Samples.WarmUpFacts(
                        (System.nanoTime() - warmUpBegan) / 1e9,
                        pipeline.completed(),
                        firstQuerySeconds);
        pipeline.clear();
        measuring = true;
        schedule.start(System.nanoTime());
    }

    @Override
    public void query() {
        long due = schedule.await();
        pipeline.step();
        if (measuring && schedule.open()) {
            // With one query in flight the step has waited for its end.
            sinceDue.add(System.nanoTime() - due);
        }
    }

    @Override
    public void stopMeasuring() {
        pipeline.drain();
        traces = pipeline.traces();
        dropped = pipeline.dropped();
        facts.putAll(pipeline.facts());
        facts.put("inFlight", Integer.toString(settings.depth()));
        facts.put("transfers", Boolean.toString(settings.transfers()));
        facts.putAll(settings.depth() == 1 ? schedule.facts() : Map.of("loop", "pipelined"));
        if (traces.isEmpty()) {
            throw new AssayException(
                    ErrorKind.INFERENCE, "No query came to its end in the measured window");
        }
    }

    @Override
    public List<Timing> timings() {
        List<Timing> timings = new ArrayList<>();
        if (schedule.open()) {
            timings.add(
                    Samples.write(
                            job,
                            MeasurementBoundary.SCHEDULED_END_TO_END,
                            sinceDue.seconds(),
                            OnDeviceWindow.spans(traces, DeviceLoop::onHost),
                            sinceDue.dropped(),
                            warmUp));
        }
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
                hostSync().ifPresent(timings::add);
            } else {
                timings.add(timing(MeasurementBoundary.HOST_SYNC, OnDeviceWindow::toCompletion));
            }
        }
        exportTimes();
        return timings;
    }

    private static double onHost(QueryTrace trace) {
        return trace.hostEnd() - trace.hostStart();
    }

    private Timing timing(MeasurementBoundary boundary, ToDoubleFunction<QueryTrace> span) {
        return Samples.write(job, boundary, OnDeviceWindow.spans(traces, span), dropped, warmUp);
    }

    /// A window that fails leaves out its boundary and loses nothing else.
    private Optional<Timing> hostSync() {
        outputs();
        // Two pipelines at a time might not fit the device.
        close();
        try {
            return Optional.of(OnDeviceWindow.measure(job, session, batches, settings));
        } catch (AssayException e) {
            facts.put("hostSync", "not measured: " + e.getMessage());
            return Optional.empty();
        }
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
        return new Flow(traces.size(), TraceSummary.of(traces).hostWalltime(), settings.depth());
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
        return facts;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pipeline.close();
        }
    }
}
