package dev.assay.benchmarks.boundaries;

import dev.assay.core.ladder.Rung;
import dev.assay.core.ladder.RungTime;
import dev.assay.core.stats.Distribution;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/// Queries one after another for a while.
///
/// @param seconds how long they are timed, after a tenth of it to settle
record Window(double seconds) {
    private static final int MOST = 1 << 16;
    private static final int LEAST = 5;
    private static final double WARM_UP = 0.1;

    /// @param query runs one and gives its seconds
    RungTime time(Rung rung, DoubleSupplier query) {
        run(WARM_UP * seconds, query);
        return of(rung, run(seconds, query));
    }

    /// Runs for so long, and at least a few times.
    static double[] run(double seconds, DoubleSupplier query) {
        double[] times = new double[MOST];
        int count = 0;
        long start = System.nanoTime();
        while (count < MOST && (count < LEAST || (System.nanoTime() - start) / 1e9 < seconds)) {
            times[count++] = query.getAsDouble();
        }
        return Arrays.copyOf(times, count);
    }

    static RungTime of(Rung rung, double[] times) {
        return new RungTime(
                rung,
                Distribution.quantiles(times).evaluate(50),
                Arrays.stream(times).min().orElseThrow(),
                times.length);
    }
}
