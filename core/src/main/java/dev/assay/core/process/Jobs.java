package dev.assay.core.process;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Independent pieces of work, several at a time.
///
/// What comes of them is taken by one thread in the pieces' own order, so that files are the same
/// however many are done at a time.
public final class Jobs {
    private Jobs() {}

    /// @param jobs pieces at a time; with one, each is taken before the next one begins
    /// @param work called from other threads where `jobs` is more than one
    /// @param take called from this thread
    /// @throws RuntimeException as `work` threw it; pieces that had not begun are left undone
    public static <T, R> void inOrder(
            Collection<T> pieces, int jobs, Function<T, R> work, BiConsumer<T, R> take) {
        if (jobs == 1) {
            pieces.forEach(it -> take.accept(it, work.apply(it)));
            return;
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
            record Begun<T, R>(T piece, Future<R> result) {}
            List<Begun<T, R>> begun =
                    pieces.stream()
                            .map(it -> new Begun<>(it, pool.submit(() -> work.apply(it))))
                            .toList();
            try {
                for (Begun<T, R> it : begun) {
                    take.accept(it.piece(), result(it.result()));
                }
            } finally {
                begun.forEach(it -> it.result().cancel(false));
            }
        }
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssayException(ErrorKind.INTERNAL, String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssayException(ErrorKind.ENVIRONMENT, "interrupted", e);
        }
    }
}
