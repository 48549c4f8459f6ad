package dev.assay.engines.cuda;

import java.util.ArrayDeque;
import java.util.Deque;

/// What has to be given back to CUDA, in reverse order.
///
/// Whatever is opened half is given back as well: each thing is noted right after it was made.
/// Errors of giving back are not reported; after a failed query CUDA answers every call with that
/// query's error.
final class NativeScope implements AutoCloseable {
    private final Deque<Runnable> frees = new ArrayDeque<>();

    void onClose(Runnable free) {
        frees.push(free);
    }

    @Override
    public void close() {
        while (!frees.isEmpty()) {
            frees.pop().run();
        }
    }
}
