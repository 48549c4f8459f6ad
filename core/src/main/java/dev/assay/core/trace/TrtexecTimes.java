package dev.assay.core.trace;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.DoubleStream;

/// The file that trtexec (7.1 to 11.1 at least) writes with `--exportTimes`: one object a query, in
/// milliseconds.
///
/// It has no times of the host but the launch's: {@link QueryTrace#hostStart} and {@link
/// QueryTrace#hostEnd} are lost on the way. trtexec itself writes six digits.
public final class TrtexecTimes {
    /// trtexec rounds each of the four numbers to six digits, {@link #write} to nanoseconds.
    private static final double RELATIVE_ROUNDING = 2e-5;

    private static final double ROUNDING_MS = 3e-6;

    private TrtexecTimes() {}

    private record Row(
            double startEnqMs,
            double endEnqMs,
            double startH2dMs,
            double endH2dMs,
            double startComputeMs,
            double endComputeMs,
            double startD2hMs,
            double endD2hMs,
            double h2dMs,
            double computeMs,
            double d2hMs,
            double latencyMs) {
        static Row of(QueryTrace trace) {
            return new Row(
                    millis(trace.enqueueStart()),
                    millis(trace.enqueueStart() + trace.enqueue()),
                    millis(trace.h2dStart()),
                    millis(trace.h2dStart() + trace.h2d()),
                    millis(trace.computeStart()),
                    millis(trace.computeStart() + trace.compute()),
                    millis(trace.d2hStart()),
                    millis(trace.end()),
                    millis(trace.h2d()),
                    millis(trace.compute()),
                    millis(trace.d2h()),
                    millis(trace.latency()));
        }

        QueryTrace trace() {
            return new QueryTrace(
                    startEnqMs / 1e3,
                    (endEnqMs - startEnqMs) / 1e3,
                    startH2dMs / 1e3,
                    h2dMs / 1e3,
                    startComputeMs / 1e3,
                    computeMs / 1e3,
                    startD2hMs / 1e3,
                    d2hMs / 1e3,
                    Double.NaN,
                    Double.NaN);
        }

        boolean plausible() {
            double sum = h2dMs + computeMs + d2hMs;
            return DoubleStream.of(startEnqMs, endEnqMs, startH2dMs, startComputeMs, startD2hMs)
                            .allMatch(Double::isFinite)
                    && endEnqMs >= startEnqMs
                    && h2dMs >= 0
                    && computeMs >= 0
                    && d2hMs >= 0
                    && Math.abs(latencyMs - sum) <= RELATIVE_ROUNDING * sum + ROUNDING_MS;
        }

        /// Whole nanoseconds, finer than any of the clocks.
        private static double millis(double seconds) {
            return Math.rint(seconds * 1e9) / 1e6;
        }
    }

    /// @throws AssayException if the file cannot be written
    public static void write(Path file, List<QueryTrace> traces) {
        StringJoiner rows = new StringJoiner("\n, ", "[\n  ", "\n]\n");
        for (QueryTrace trace : traces) {
            rows.add(Json.compact().writeValueAsString(Row.of(trace)));
        }
        AtomicFile.write(file, rows.toString());
    }

    /// @throws AssayException if the file cannot be read, is damaged or holds no queries
    public static List<QueryTrace> read(Path file) {
        List<QueryTrace> traces = new ArrayList<>();
        for (Row row : TrtexecFile.read(file, Row[].class)) {
            if (!row.plausible()) {
                throw AssayException.data(
                        "%s: the times of query %d contradict each other: export them again"
                                .formatted(file, traces.size() + 1));
            }
            traces.add(row.trace());
        }
        return Collections.unmodifiableList(traces);
    }
}
