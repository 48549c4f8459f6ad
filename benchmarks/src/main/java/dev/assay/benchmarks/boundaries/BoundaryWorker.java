package dev.assay.benchmarks.boundaries;

import dev.assay.core.AssayException;
import dev.assay.core.ladder.BoundaryLadder;
import dev.assay.core.ladder.Rung;
import dev.assay.core.ladder.RungTime;
import dev.assay.core.process.Worker;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.suite.Workload;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.QueryTrace;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Times one case at every boundary in a process of its own.
///
/// An engine on a GPU is timed in the pipeline that measurements use, so that its rungs are those
/// of the report; others have the two of the host.
public final class BoundaryWorker {
    private final BoundaryJob job;
    private final Window window;
    private final List<RungTime> rungs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private BoundaryWorker(BoundaryJob job) {
        this.job = job;
        this.window = new Window(job.seconds());
    }

    public static void main(String[] args) throws IOException {
        Worker.main(args, BoundaryJob.class, job -> new BoundaryWorker(job).measure());
    }

    private BoundaryLadder measure() {
        try (Arena arena = Arena.ofShared();
                Engine engine = EngineProviders.load(job.engine());
                Session session = engine.openSession()) {
            Map<String, TensorData> batch =
                    ModelInputs.read(job.inputs(), job.rowShape(), arena)
                            .batch(0, job.batch(), arena);
            PipelineSettings settings =
                    PipelineSettings.of(job.engine().request(), Workload.Kind.LATENCY);
            if (!pipelined(session, batch, settings)) {
                notes.add("no device timing: only what the host sees is known");
                blocking(session, batch);
            }
        }
        rungs.sort(Comparator.comparing(RungTime::rung));
        EngineIdentity identity = job.engine().identity();
        return new BoundaryLadder(
                BoundaryLadder.SCHEMA,
                job.caseId(),
                identity.library() + " " + identity.version(),
                rungs,
                notes);
    }

    /// @return whether the engine has a pipeline
    private boolean pipelined(
            Session session, Map<String, TensorData> batch, PipelineSettings settings) {
        Optional<Pipeline> opened = session.pipeline(List.of(batch), settings);
        if (opened.isEmpty()) {
            return false;
        }
        try (Pipeline pipeline = opened.get()) {
            List<QueryTrace> traces = traces(pipeline);
            rungs.add(rung(Rung.DEVICE_COMPUTE, traces, QueryTrace::compute));
            if (settings.transfers()) {
                rungs.add(rung(Rung.WITH_TRANSFERS, traces, QueryTrace::latency));
                rungs.add(rung(Rung.END_TO_END, traces, it -> it.hostEnd() - it.hostStart()));
                heap(pipeline, batch);
            } else {
                notes.add("noDataTransfers is set: nothing is copied");
            }
        }
        try (Pipeline pipeline =
                session.pipeline(List.of(batch), settings.onDevice()).orElseThrow()) {
            rungs.add(
                    rung(
                            Rung.ENQUEUE_TO_SYNC,
                            traces(pipeline),
                            it -> it.hostEnd() - it.enqueueStart()));
        } catch (AssayException e) {
            notes.add("enqueue to sync could not be timed: " + e.getMessage());
        }
        return true;
    }

    private List<QueryTrace> traces(Pipeline pipeline) {
        Window.run(
                job.seconds() / 10,
                () -> {
                    pipeline.step();
                    return 0;
                });
        pipeline.drain();
        pipeline.clear();
        Window.run(
                job.seconds(),
                () -> {
                    pipeline.step();
                    return 0;
                });
        pipeline.drain();
        return pipeline.traces();
    }

    private static RungTime rung(
            Rung rung, List<QueryTrace> traces, ToDoubleFunction<QueryTrace> span) {
        return Window.of(rung, traces.stream().mapToDouble(span).toArray());
    }

    /// Fills the batch from arrays before each query and copies its outputs to arrays behind it.
    /// The pipeline keeps a copy of the batch in page-locked memory; filling that takes as long.
    private void heap(Pipeline pipeline, Map<String, TensorData> batch) {
        HeapArrays inputs = new HeapArrays(batch.values());
        HeapArrays outputs = new HeapArrays(pipeline.outputs());
        rungs.add(
                window.time(
                        Rung.WITH_HEAP_ARRAYS,
                        () -> {
                            long start = System.nanoTime();
                            inputs.toOffHeap();
                            pipeline.step();
                            outputs.fromOffHeap(pipeline.outputs());
                            return (System.nanoTime() - start) / 1e9;
                        }));
    }

    private void blocking(Session session, Map<String, TensorData> batch) {
        try (Query query = session.bind(batch)) {
            query.run();
            rungs.add(
                    window.time(
                            Rung.END_TO_END,
                            () -> {
                                long start = System.nanoTime();
                                query.run();
                                return (System.nanoTime() - start) / 1e9;
                            }));
            HeapArrays inputs = new HeapArrays(batch.values());
            HeapArrays outputs = new HeapArrays(query.outputs());
            rungs.add(
                    window.time(
                            Rung.WITH_HEAP_ARRAYS,
                            () -> {
                                long start = System.nanoTime();
                                inputs.toOffHeap();
                                query.run();
                                outputs.fromOffHeap(query.outputs());
                                return (System.nanoTime() - start) / 1e9;
                            }));
        }
    }
}
