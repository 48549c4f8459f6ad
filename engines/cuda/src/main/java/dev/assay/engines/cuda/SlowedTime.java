package dev.assay.engines.cuda;

import dev.assay.core.stats.Distribution;
import java.util.ArrayList;
import java.util.List;

/// Finds out how long the kernel of a {@link SlowedLaunch} has to stay for a slowdown of known
/// size.
///
/// Queries with and without the kernel are timed between events, one at a time as the loop does it,
/// in blocks that take turns: graphs that alternate query by query are slower than either alone.
/// What the kernel takes even when it does not stay, some microseconds, is part of the slowdown: of
/// a query of half a millisecond it is half a per cent.
final class SlowedTime {
    private static final int BLOCKS = 4;
    private static final int QUERIES = 24;
    private static final int FEWEST_QUERIES = 3;

    /// An idle GPU's clock rises first.
    private static final double WARM_UP_SECONDS = 0.05;

    private static final double BLOCK_SECONDS = 0.02;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Stream stream;
    private final Event start;
    private final Event end;

    private SlowedTime(Stream stream, boolean spin, NativeScope scope) {
        this.stream = stream;
        start = new Event(spin, scope);
        end = new Event(spin, scope);
    }

    /// Nanoseconds, medians of queries.
    ///
    /// @param engine one query without the kernel
    /// @param kernel what the kernel adds to it without staying
    record Parts(double engine, double kernel) {
        /// How long the kernel stays: not at all where it alone takes more than the share.
        ///
        /// @param share of the engine's time by which a query is to be slower
        long stay(double share) {
            return Math.round(Math.max(0, share * engine - kernel));
        }
    }

    /// @param engine one query of it alone
    /// @param slowed the same with the kernel, which does not stay yet
    static Parts measure(Launch.Bound engine, Launch.Bound slowed, Stream stream, boolean spin) {
        NativeScope scope = new NativeScope();
        try {
            SlowedTime time = new SlowedTime(stream, spin, scope);
            time.block(engine, WARM_UP_SECONDS, Integer.MAX_VALUE);
            List<Float> without = new ArrayList<>();
            List<Float> with = new ArrayList<>();
            for (int block = 0; block < BLOCKS; block++) {
                without.addAll(time.block(engine, BLOCK_SECONDS, QUERIES));
                with.addAll(time.block(slowed, BLOCK_SECONDS, QUERIES));
            }
            double alone = nanos(without);
            return new Parts(alone, Math.max(0, nanos(with) - alone));
        } finally {
            scope.close();
        }
    }

    /// Times queries until either limit, the first left out, which changes graphs.
    ///
    /// @return milliseconds of each
    private List<Float> block(Launch.Bound launch, double seconds, int queries) {
        query(launch);
        List<Float> millis = new ArrayList<>();
        long until = System.nanoTime() + Math.round(seconds * 1e9);
        while (millis.size() < FEWEST_QUERIES
                || (millis.size() < queries && System.nanoTime() < until)) {
            millis.add(query(launch));
        }
        return millis;
    }

    private float query(Launch.Bound launch) {
        start.record(stream);
        launch.run();
        end.record(stream);
        end.synchronize();
        return end.since(start);
    }

    private static double nanos(List<Float> millis) {
        double[] values = millis.stream().mapToDouble(it -> it).toArray();
        return Distribution.quantiles(values).evaluate(50) * NANOS_PER_MILLI;
    }
}
