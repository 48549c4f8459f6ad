package dev.assay.engines;

import dev.assay.core.suite.Workload;

/// The shape of a timed loop; it is part of every number that the loop gives.
///
/// @param depth queries in flight: 1 waits for each, 2 is trtexec's loop
/// @param transfers whether inputs and outputs are copied for each query
/// @param graph whether the launch is captured once as a CUDA graph and replayed
/// @param spin whether the host waits busily instead of blocking
/// @param slowdown share of its own time by which the device is kept busy after each inference, and
///   which counts as computing: a real slowdown of known size, for rehearsals of a gate; 0
///   otherwise
public record PipelineSettings(
        int depth, boolean transfers, boolean graph, boolean spin, double slowdown) {
    /// Name of the fact by which a pipeline says that it slows down.
    public static final String SLOWDOWN = "slowdown";

    private static final int THROUGHPUT_DEPTH = 2;

    public PipelineSettings(int depth, boolean transfers, boolean graph, boolean spin) {
        this(depth, transfers, graph, spin, 0);
    }

    /// From an engine's options, under trtexec's names.
    public static PipelineSettings of(EngineRequest request, Workload.Kind workload) {
        return new PipelineSettings(
                workload == Workload.Kind.THROUGHPUT ? THROUGHPUT_DEPTH : 1,
                !flag(request, "noDataTransfers", false),
                flag(request, "useCudaGraph", true),
                flag(request, "useSpinWait", true));
    }

    /// The same loop, one query at a time, with inputs and outputs left on the device.
    public PipelineSettings onDevice() {
        return new PipelineSettings(1, false, graph, spin, slowdown);
    }

    /// The same loop, with or without a graph.
    public PipelineSettings withGraph(boolean wanted) {
        return new PipelineSettings(depth, transfers, wanted, spin, slowdown);
    }

    /// The same loop with every query slowed down.
    public PipelineSettings slowedBy(double share) {
        return new PipelineSettings(depth, transfers, graph, spin, share);
    }

    private static boolean flag(EngineRequest request, String name, boolean fallback) {
        String value = request.options().get(name);
        return value == null ? fallback : Boolean.parseBoolean(value);
    }
}
