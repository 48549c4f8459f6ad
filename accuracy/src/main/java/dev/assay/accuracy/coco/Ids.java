package dev.assay.accuracy.coco;

import java.util.Arrays;
import java.util.stream.LongStream;

/// Distinct ids by rising value, which is the order of evaluation.
final class Ids {
    private final long[] sorted;

    private Ids(long[] sorted) {
        this.sorted = sorted;
    }

    static Ids of(LongStream ids) {
        return new Ids(ids.sorted().distinct().toArray());
    }

    int count() {
        return sorted.length;
    }

    /// Negative if it is none of them.
    int indexOf(long id) {
        return Arrays.binarySearch(sorted, id);
    }
}
