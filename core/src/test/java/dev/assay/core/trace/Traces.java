package dev.assay.core.trace;

import java.util.List;
import java.util.stream.IntStream;

/// Traces as of a device that runs queries one after another.
final class Traces {
    private Traces() {}

    /// Queries of 1 ms H2D, `compute` ms and 2 ms D2H each, begun every 20 ms from 100 ms on.
    static List<QueryTrace> withTransfers(double... computeMillis) {
        return IntStream.range(0, computeMillis.length)
                .mapToObj(i -> withTransfers(0.1 + 0.02 * i, computeMillis[i] / 1e3))
                .toList();
    }

    private static QueryTrace withTransfers(double start, double compute) {
        double d2hStart = start + 0.002 + compute;
        return new QueryTrace(
                start + 0.0001,
                0.0005,
                start,
                0.001,
                start + 0.0015,
                compute,
                d2hStart,
                0.002,
                start - 0.0001,
                d2hStart + 0.0021);
    }

    /// A query whose inputs and outputs stay on the device.
    static QueryTrace onDevice(double start, double compute) {
        return new QueryTrace(
                start, 0.0005, start, 0, start, compute, start + compute, 0, start, start + 1);
    }
}
