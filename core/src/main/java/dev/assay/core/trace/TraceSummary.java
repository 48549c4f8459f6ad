package dev.assay.core.trace;

import dev.assay.core.AssayException;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// trtexec's performance summary of a trace, by its own formulas; times in seconds.
///
/// @param latency H2D, compute and D2H added up, without what lies between them: not end to end
/// @param enqueue of the launch call on the host
/// @param hostWalltime "Total Host Walltime", which despite its name is taken on the device's
///   clock: from the first query's first event to the last query's last one
/// @param throughput queries in a second of that time; images are queries times the batch
/// @param totalCompute mean compute time by the number of queries; much less than the wall time
///   means that the GPU had to wait
public record TraceSummary(
        int queries,
        SpanStatistics latency,
        SpanStatistics enqueue,
        SpanStatistics h2d,
        SpanStatistics compute,
        SpanStatistics d2h,
        double hostWalltime,
        double throughput,
        double totalCompute) {
    private static final Comparator<QueryTrace> IN_ORDER =
            Comparator.comparingDouble(QueryTrace::h2dStart);

    /// @throws AssayException if there is no query
    public static TraceSummary of(List<QueryTrace> traces) {
        if (traces.isEmpty()) {
            throw AssayException.data("A trace without queries has no summary");
        }
        List<QueryTrace> sorted = traces.stream().sorted(IN_ORDER).toList();
        double walltime = sorted.getLast().end() - sorted.getFirst().h2dStart();
        SpanStatistics compute = statistics(sorted, QueryTrace::compute);
        return new TraceSummary(
                sorted.size(),
                statistics(sorted, QueryTrace::latency),
                statistics(sorted, QueryTrace::enqueue),
                statistics(sorted, QueryTrace::h2d),
                compute,
                statistics(sorted, QueryTrace::d2h),
                walltime,
                sorted.size() / walltime,
                compute.mean() * sorted.size());
    }

    /// The queries that trtexec counts: the first whose compute starts after the warm-up, and all
    /// after it.
    ///
    /// @param warmUpSeconds 0.2 unless trtexec is told otherwise
    public static List<QueryTrace> timed(List<QueryTrace> traces, double warmUpSeconds) {
        return traces.stream()
                .sorted(IN_ORDER)
                .dropWhile(trace -> trace.computeStart() < warmUpSeconds)
                .toList();
    }

    private static SpanStatistics statistics(
            List<QueryTrace> traces, ToDoubleFunction<QueryTrace> span) {
        return SpanStatistics.of(traces.stream().mapToDouble(span).toArray());
    }
}
