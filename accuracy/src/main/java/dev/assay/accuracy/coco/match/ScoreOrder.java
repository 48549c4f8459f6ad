package dev.assay.accuracy.coco.match;

import java.util.Arrays;

/// Sorts by falling score; equal scores keep their order, like NumPy's merge sort of `-score`.
final class ScoreOrder {
    private static final int SHORT = 12;

    private long[] keys = {};
    private int[] order = {};
    private int[] other = {};

    /// A key that ascends where the score falls: NaN comes last and the zeros are equal, neither of
    /// which `Double.compare` does.
    static long key(double score) {
        long bits = Double.doubleToLongBits(-score + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /// Sorts `0` to `count - 1`.
    ///
    /// @return the order in its first `count` places; valid until the next call
    int[] sort(long[] byIndex, int count) {
        keys = byIndex;
        if (order.length < count) {
            order = new int[count];
            other = new int[count];
        }
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int from = 0; from < count; from += SHORT) {
            insertionSort(from, Math.min(from + SHORT, count));
        }
        for (int length = SHORT; length < count; length *= 2) {
            for (int from = 0; from < count; from += 2 * length) {
                merge(from, Math.min(from + length, count), Math.min(from + 2 * length, count));
            }
            int[] sorted = other;
            other = order;
            order = sorted;
        }
        return order;
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int index = order[i];
            int at = i;
            while (at > from && keys[order[at - 1]] > keys[index]) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = index;
        }
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeLeft =
                    right >= to || (left < middle && keys[order[left]] <= keys[order[right]]);
            other[at] = takeLeft ? order[left++] : order[right++];
        }
    }

    /// Room for at least `size` values, growing by half.
    static long[] grow(long[] values, int size) {
        return size <= values.length
                ? values
                : Arrays.copyOf(values, Math.max(size, values.length + values.length / 2));
    }
}
