package dev.assay.accuracy.coco.parallel;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Waits for tasks that throw unchecked exceptions only.
public final class Tasks {
    private Tasks() {}

    /// The answer of a task, or what it threw.
    public static <T> T get(Future<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
