package dev.assay.accuracy.generate.output;

import dev.assay.accuracy.coco.parallel.Tasks;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// Makes many things in some threads and hands them over in order, in the caller's thread, so that
/// what is written does not depend on the number of threads.
public final class Production {
    /// Ahead of the one that is handed over, a thread: enough to bridge an expensive one.
    private static final int AHEAD = 4;

    private Production() {}

    /// @param make the thing of an index; throws unchecked exceptions only
    /// @throws RuntimeException what `make` or `take` threw first, in the order of indices
    public static <T> void inOrder(int count, int threads, IntFunction<T> make, Consumer<T> take) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Queue<Future<T>> running = new ArrayDeque<>();
            int started = 0;
            for (int next = 0; next < count; next++) {
                for (; started < Math.min(count, next + AHEAD * threads); started++) {
                    int index = started;
                    running.add(pool.submit(() -> make.apply(index)));
                }
                take.accept(Tasks.get(running.remove()));
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
