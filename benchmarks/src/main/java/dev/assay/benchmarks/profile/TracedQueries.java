package dev.assay.benchmarks.profile;

import dev.assay.core.kernels.Activity;
import dev.assay.core.kernels.ActivityTrace;
import dev.assay.core.stats.Distribution;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.QueryTrace;
import dev.assay.engines.DeviceTracer;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Queries of one session, one at a time, traced or not.
///
/// Engines with a device pipeline leave their tensors on the device; others are run as they are,
/// copies included.
final class TracedQueries implements AutoCloseable {
    private static final int WARM_UP = 20;
    private static final double MEDIAN = 50;

    private final Optional<Pipeline> pipeline;
    private final Optional<Query> query;

    /// When a query was under way, on the tracer's clock.
    record Window(long fromNanos, long toNanos) {}

    /// @param computeSeconds between device events, median; 0 without a pipeline
    record Traced(ActivityTrace trace, List<Window> windows, double computeSeconds) {
        List<List<Activity>> queries() {
            return windows.stream().map(it -> trace.between(it.fromNanos(), it.toNanos())).toList();
        }
    }

    private TracedQueries(Optional<Pipeline> pipeline, Optional<Query> query) {
        this.pipeline = pipeline;
        this.query = query;
    }

    static TracedQueries open(
            Session session, Map<String, TensorData> inputs, PipelineSettings settings) {
        Optional<Pipeline> pipeline = session.pipeline(List.of(inputs), settings.onDevice());
        Optional<Query> query =
                pipeline.isPresent() ? Optional.empty() : Optional.of(session.bind(inputs));
        TracedQueries queries = new TracedQueries(pipeline, query);
        for (int i = 0; i < WARM_UP; i++) {
            queries.step();
        }
        return queries;
    }

    /// `captured`, `off`, or why not; empty without a pipeline.
    String graph() {
        return pipeline.map(it -> it.facts().getOrDefault("graph", "")).orElse("");
    }

    /// Nothing but queries.
    void run(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    /// Without tracing.
    double computeSeconds(int count) {
        pipeline.ifPresent(Pipeline::clear);
        for (int i = 0; i < count; i++) {
            step();
        }
        return compute();
    }

    /// @param host whether the host's calls and ranges are noted too
    Traced trace(DeviceTracer tracer, int count, boolean host) {
        pipeline.ifPresent(Pipeline::clear);
        List<Window> windows = new ArrayList<>();
        tracer.start(host);
        ActivityTrace trace;
        try {
            // The first query under the tracer sets it up.
            step();
            for (int i = 0; i < count; i++) {
                long from = tracer.nanos();
                step();
                windows.add(new Window(from, tracer.nanos()));
            }
        } finally {
            trace = tracer.stop();
        }
        return new Traced(trace, windows, compute());
    }

    private void step() {
        // One query is in flight: each step waits for its own end.
        pipeline.ifPresent(Pipeline::step);
        query.ifPresent(Query::run);
    }

    private double compute() {
        double[] seconds =
                pipeline.stream()
                        .flatMap(it -> it.traces().stream())
                        .mapToDouble(QueryTrace::compute)
                        .toArray();
        return seconds.length == 0 ? 0 : Distribution.quantiles(seconds).evaluate(MEDIAN);
    }

    @Override
    public void close() {
        pipeline.ifPresent(Pipeline::close);
        query.ifPresent(Query::close);
    }
}
