package dev.assay.benchmarks;

import java.util.Map;
import java.util.SplittableRandom;

/// When queries fall due.
///
/// Under load the times between them are drawn from an exponential distribution with a fixed seed,
/// as for independent clients: a server that keeps pace on average still sees bursts, and every run
/// sees the same ones. A query that is late is timed from when it was due, so that a stall is felt
/// by all the queries it delays.
final class Schedule {
    private static final long SEED = 20_260_101;

    private final double meanGapNanos;
    private SplittableRandom random = new SplittableRandom(SEED);
    private double due;

    private Schedule(double meanGapNanos) {
        this.meanGapNanos = meanGapNanos;
    }

    /// A closed loop: each query is due when it is asked for.
    static Schedule none() {
        return new Schedule(0);
    }

    static Schedule poisson(double queriesPerSecond) {
        return new Schedule(1e9 / queriesPerSecond);
    }

    /// Whether queries fall due by the clock.
    boolean open() {
        return meanGapNanos > 0;
    }

    /// Begins anew, with the first query due after one gap.
    void start(long now) {
        random = new SplittableRandom(SEED);
        due = now;
    }

    /// Waits until the next query is due and says when that was.
    long await() {
        if (!open()) {
            return System.nanoTime();
        }
        due += nextGap();
        while (System.nanoTime() < due) {
            Thread.onSpinWait();
        }
        return (long) due;
    }

    double nextGap() {
        return -meanGapNanos * Math.log1p(-random.nextDouble());
    }

    Map<String, String> facts() {
        return open()
                ? Map.of("loop", "open, exponential gaps, seed " + SEED)
                : Map.of("loop", "closed, one query at a time");
    }
}
