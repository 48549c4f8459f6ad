package dev.assay.accuracy.coco.match;

import dev.assay.accuracy.coco.match.Protocol.AreaRange;
import java.util.Arrays;

/// The detections of one category, image after image, and what became of each.
///
/// The state of a detection in an area range is one int: bit t says that it is a true positive at
/// IoU threshold t, bit `THRESHOLDS + t` that it is ignored there. Neither means false positive.
final class CategoryMatches {
    static final int THRESHOLDS = Protocol.IOU_THRESHOLDS.size();
    static final int RANGES = AreaRange.values().length;
    static final int ALL_TRUE = (1 << THRESHOLDS) - 1;
    static final int ALL_IGNORED = ALL_TRUE << THRESHOLDS;

    private long[] keys = new long[256];
    private int[] ranks = new int[256];
    private final int[][] states = new int[RANGES][256];
    private final int[] positives = new int[RANGES];
    private int size;

    void clear() {
        size = 0;
        Arrays.fill(positives, 0);
    }

    /// @param rank among the detections of its image
    void add(long key, int rank) {
        if (size == keys.length) {
            keys = ScoreOrder.grow(keys, size + 1);
            ranks = Arrays.copyOf(ranks, keys.length);
            for (int range = 0; range < RANGES; range++) {
                states[range] = Arrays.copyOf(states[range], keys.length);
            }
        }
        keys[size] = key;
        ranks[size++] = rank;
    }

    void set(int range, int detection, int state) {
        states[range][detection] = state;
    }

    void addPositive(int range) {
        positives[range]++;
    }

    int size() {
        return size;
    }

    long[] keys() {
        return keys;
    }

    int rank(int detection) {
        return ranks[detection];
    }

    int state(int range, int detection) {
        return states[range][detection];
    }

    /// Annotations that are not ignored.
    int positives(int range) {
        return positives[range];
    }
}
