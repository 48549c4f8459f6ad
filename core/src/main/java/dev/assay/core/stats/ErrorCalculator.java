package dev.assay.core.stats;

import dev.assay.core.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/// Computes {@link ErrorStatistics} of tensors of any size, in memory that does not grow with them.
public final class ErrorCalculator {
    /// Up to so many elements all errors are kept, and selected from, in one reading.
    private static final long FEW = 1 << 16;

    /// From so many elements on a sample is read first, one chunk in {@link #SAMPLED}.
    private static final long MANY = 1 << 22;

    private static final long SAMPLED = 64;
    private static final long MOST_SAMPLED = 4096;
    private static final long PARALLEL = 1 << 18;
    private static final long CHUNKS_AT_ONCE = 8;

    private ErrorCalculator() {}

    /// Statistics with the standard settings.
    ///
    /// @throws AssayException if there is nothing to compare
    public static ErrorStatistics calculate(TensorPairs pairs) {
        return calculate(pairs, ErrorSettings.standard());
    }

    /// @throws AssayException if there is nothing to compare
    public static ErrorStatistics calculate(TensorPairs pairs, ErrorSettings settings) {
        long elements = pairs.elements();
        if (elements <= FEW) {
            ErrorRound only = ErrorRound.only(settings.tolerances(), (int) Math.max(elements, 1));
            return finish(only, round -> read(round, pairs));
        }
        int threads = elements >= PARALLEL && pairs.shared() ? settings.threads() : 1;
        if (threads == 1) {
            return finish(start(pairs, settings), round -> read(round, pairs));
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            return finish(start(pairs, settings), round -> read(round, pairs, executor, threads));
        }
    }

    /// Statistics of several shards as of one: a set of tensors, or the parts of one.
    ///
    /// Each shard is read two or three times, one after the other. The result is that of {@link
    /// ErrorAccumulator}: the same bits however whole tensors are grouped.
    ///
    /// @param shards number of shards
    /// @param shard gives the pairs of a shard by its number, the same ones whenever it is asked;
    ///   {@link TensorPairs#startingAt} tells apart the worst elements
    public static ErrorStatistics pooled(
            int shards, IntFunction<TensorPairs> shard, ErrorSettings settings) {
        return finish(
                ErrorRound.first(settings.tolerances()),
                round -> {
                    ErrorAccumulator all = round.accumulator();
                    for (int i = 0; i < shards; i++) {
                        all.add(shard.apply(i));
                    }
                    return all;
                });
    }

    private interface Reading {
        ErrorAccumulator of(ErrorRound round);
    }

    private static ErrorStatistics finish(ErrorRound first, Reading reading) {
        ErrorRound round = first;
        while (true) {
            switch (round.conclude(reading.of(round))) {
                case ErrorRound.Next.Reading(ErrorRound next) -> round = next;
                case ErrorRound.Next.Done(ErrorStatistics statistics) -> {
                    return statistics;
                }
            }
        }
    }

    private static ErrorRound start(TensorPairs pairs, ErrorSettings settings) {
        ErrorRound first = ErrorRound.first(settings.tolerances());
        if (pairs.elements() < MANY) {
            return first;
        }
        long chunks = PairReader.chunks(pairs);
        long step = Math.max(SAMPLED, chunks / MOST_SAMPLED);
        ErrorAccumulator sample = first.accumulator();
        PairReader reader = sample.reader(pairs);
        for (long from = 0; from + step <= chunks; from += step) {
            // Scattered, so that the period of rows, planes and images does not matter.
            long offset = Math.floorMod(((from / step) * 0x9E3779B97F4A7C15L) >>> 20, step);
            sample.add(reader, from + offset);
        }
        return first.guessing(sample, (double) step);
    }

    private static ErrorAccumulator read(ErrorRound round, TensorPairs pairs) {
        ErrorAccumulator all = round.accumulator();
        all.add(pairs);
        return all;
    }

    private static ErrorAccumulator read(
            ErrorRound round, TensorPairs pairs, ExecutorService executor, int threads) {
        long chunks = PairReader.chunks(pairs);
        AtomicLong taken = new AtomicLong();
        Callable<ErrorAccumulator> part =
                () -> {
                    ErrorAccumulator accumulator = round.accumulator();
                    PairReader reader = accumulator.reader(pairs);
                    for (long from = taken.getAndAdd(CHUNKS_AT_ONCE);
                            from < chunks;
                            from = taken.getAndAdd(CHUNKS_AT_ONCE)) {
                        for (long chunk = from;
                                chunk < Math.min(from + CHUNKS_AT_ONCE, chunks);
                                chunk++) {
                            accumulator.add(reader, chunk);
                        }
                    }
                    return accumulator;
                };
        List<Future<ErrorAccumulator>> parts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            parts.add(executor.submit(part));
        }
        ErrorAccumulator all = result(parts.getFirst());
        parts.subList(1, threads).forEach(it -> all.merge(result(it)));
        return all;
    }

    private static ErrorAccumulator result(Future<ErrorAccumulator> part) {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AssayException.data("Interrupted while errors were computed");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("A thread that computes errors failed", e.getCause());
        }
    }
}
