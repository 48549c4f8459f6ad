package dev.assay.core.stats;

/// How many pairs of each sort there are. Belongs to one thread.
final class PairCounts {
    long pairs;
    long finite;
    long matchingInfinities;
    long bothNaN;
    long zeroReference;
    long zeroReferenceMismatches;

    /// Finite pairs of two equal values.
    long equal;

    void merge(PairCounts other) {
        pairs += other.pairs;
        finite += other.finite;
        matchingInfinities += other.matchingInfinities;
        bothNaN += other.bothNaN;
        zeroReference += other.zeroReference;
        zeroReferenceMismatches += other.zeroReferenceMismatches;
        equal += other.equal;
    }

    /// How many values of a quantity are 0.
    long zeros(ErrorQuantity quantity) {
        return quantity == ErrorQuantity.NONZERO
                ? equal - (zeroReference - zeroReferenceMismatches)
                : equal;
    }
}
