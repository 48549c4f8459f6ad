package dev.assay.engines.python;

import java.time.Duration;

/// Ends something that takes too long, on a thread of its own, so that whoever waits for it can
/// block: handing each answer from thread to thread would cost the time that is measured.
final class Deadline implements AutoCloseable {
    private static final long POLL_MILLIS = 100;
    private static final long NONE = Long.MAX_VALUE;

    private final Thread thread;
    private volatile long atNanos = NONE;
    private volatile boolean passed;

    /// @param end called once, when a deadline has passed
    Deadline(Runnable end) {
        thread = Thread.ofPlatform().daemon().name("python-deadline").start(() -> watch(end));
    }

    private void watch(Runnable end) {
        try {
            while (true) {
                Thread.sleep(POLL_MILLIS);
                long at = atNanos;
                if (at != NONE && System.nanoTime() - at > 0) {
                    passed = true;
                    end.run();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void set(Duration fromNow) {
        atNanos = System.nanoTime() + fromNow.toNanos();
    }

    void clear() {
        atNanos = NONE;
    }

    boolean passed() {
        return passed;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
