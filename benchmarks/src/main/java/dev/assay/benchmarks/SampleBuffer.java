package dev.assay.benchmarks;

/// Raw times in an array that was allocated before the first of them was taken.
final class SampleBuffer {
    private final long[] nanos;
    private int size;
    private long dropped;

    SampleBuffer(int capacity) {
        this.nanos = new long[capacity];
    }

    void add(long elapsedNanos) {
        if (size < nanos.length) {
            nanos[size++] = elapsedNanos;
        } else {
            dropped++;
        }
    }

    int size() {
        return size;
    }

    /// Queries that were run but not recorded because the buffer was full.
    long dropped() {
        return dropped;
    }

    float[] seconds() {
        float[] seconds = new float[size];
        for (int i = 0; i < size; i++) {
            seconds[i] = (float) (nanos[i] / 1e9);
        }
        return seconds;
    }

    double totalSeconds() {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += nanos[i];
        }
        return total / 1e9;
    }
}
