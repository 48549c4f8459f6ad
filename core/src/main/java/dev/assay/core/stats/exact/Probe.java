package dev.assay.core.stats.exact;

/// What a reading of the data finds out about the values in an interval.
///
/// Bounds are bits of non-negative doubles, which are ordered as the doubles are.
///
/// @param lowest smallest value of the interval
/// @param highest largest value of the interval
/// @param limit how many values are kept at most; 0 to count them in sub-intervals instead
record Probe(long lowest, long highest, int limit) {
    static Probe gathering(long lowest, long highest, int limit) {
        return new Probe(lowest, highest, limit);
    }

    static Probe counting(long lowest, long highest) {
        return new Probe(lowest, highest, 0);
    }

    boolean contains(long bits) {
        return bits >= lowest && bits <= highest;
    }

    boolean covers(long from, long to) {
        return contains(from) && contains(to);
    }

    Findings start() {
        return limit > 0 ? new Findings.Gathered(this) : new Findings.Counted(this);
    }
}
