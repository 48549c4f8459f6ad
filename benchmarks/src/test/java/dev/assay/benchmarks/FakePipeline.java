package dev.assay.benchmarks;

import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.QueryTrace;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Queries one after another, each of the same made-up spans; they take no real time worth naming.
///
/// On its clock a query begins every 10 ms: H2D 1 ms, compute 4 ms, D2H 2 ms, launch 0.5 ms, and on
/// the host 8 ms from first to last. Without copies the host waits 5 ms from the launch on.
final class FakePipeline implements Pipeline {
    static final double PERIOD = 10e-3;
    private static final long REAL_NANOS = 50_000;

    private final PipelineSettings settings;
    private final List<TensorData> outputs;
    private final List<QueryTrace> traces = new ArrayList<>();
    private double scale = 1;
    private int sent;

    FakePipeline(PipelineSettings settings, List<TensorData> outputs) {
        this.settings = settings;
        this.outputs = outputs;
    }

    /// Makes the queries from now on slower or faster.
    void scale(double factor) {
        scale = factor;
    }

    @Override
    public void step() {
        LockSupport.parkNanos(REAL_NANOS);
        double start = sent++ * PERIOD;
        boolean copies = settings.transfers();
        double h2d = copies ? scale * 1e-3 : 0;
        double compute = scale * 4e-3;
        traces.add(
                new QueryTrace(
                        start + 1e-3,
                        scale * 0.5e-3,
                        start,
                        h2d,
                        start + h2d,
                        compute,
                        start + h2d + compute,
                        copies ? scale * 2e-3 : 0,
                        start,
                        start + (copies ? scale * 8e-3 : 1e-3 + scale * 5e-3)));
    }

    @Override
    public void drain() {
        // Every step has waited.
    }

    @Override
    public void clear() {
        traces.clear();
    }

    @Override
    public long completed() {
        return traces.size();
    }

    @Override
    public List<QueryTrace> traces() {
        return List.copyOf(traces);
    }

    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public Map<String, String> facts() {
        return Map.of("graph", "captured");
    }

    @Override
    public int lastBatch() {
        return (sent - 1) % 2;
    }

    @Override
    public List<TensorData> outputs() {
        return outputs;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
