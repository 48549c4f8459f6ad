package dev.assay.core.stats.exact;

import java.util.List;

/// What one reading of the data finds about one kind of error: how many values have each key, and
/// the findings of the probes. Belongs to one thread; tallies of equal plans merge in any order.
public final class Tally {
    /// Values until the counts move to longs; half of what an int counts, as its sign is a flag.
    private static final int MOST_VALUES = 1 << 30;

    private final List<QuantileSearch> searches;
    private final boolean countsKeys;
    private final boolean keepsAll;
    private final List<Findings> findings;

    /// Values by key. Counts of keys that a probe wants start at the smallest int, so that the sign
    /// of a count says whether to look at the value.
    private final int[] bins;

    private final long[] counts;
    private final double[] staged;
    private int values;

    /// @param searches that look at these values
    /// @param longestBlock the most values that are added at once
    public Tally(List<QuantileSearch> searches, int longestBlock) {
        this.searches = List.copyOf(searches);
        List<Probe> probes = searches.stream().flatMap(it -> it.probes().stream()).toList();
        countsKeys = searches.stream().anyMatch(QuantileSearch::countsKeys);
        findings = probes.stream().map(Probe::start).toList();
        keepsAll = !countsKeys && probes.stream().anyMatch(Tally::coversAll);
        boolean binned = !keepsAll && (countsKeys || !probes.isEmpty());
        bins = new int[binned ? Keys.COUNT : 0];
        counts = new long[countsKeys ? Keys.COUNT : 0];
        staged = new double[binned ? longestBlock : 0];
        if (binned) {
            for (Probe probe : probes) {
                int last = Keys.of(Double.longBitsToDouble(probe.highest()));
                for (int key = Keys.of(Double.longBitsToDouble(probe.lowest()));
                        key <= last;
                        key++) {
                    bins[key] = Integer.MIN_VALUE;
                }
            }
        }
    }

    private static boolean coversAll(Probe probe) {
        return probe.covers(Keys.lowest(0), Keys.highest(Keys.COUNT - 1));
    }

    /// Whether values are of any use: without, they need not be computed.
    public boolean wantsValues() {
        return countsKeys || !findings.isEmpty();
    }

    /// @param block non-negative values
    /// @param rounded the floats nearest to them
    /// @param count how many of the values are added
    public void add(double[] block, float[] rounded, int count) {
        if (keepsAll) {
            findings.forEach(it -> it.add(block, count));
        } else if (bins.length > 0) {
            if (values > MOST_VALUES - count) {
                moveCounts();
            }
            values += count;
            int wanted = stage(block, rounded, count, bins, staged);
            if (wanted > 0) {
                for (Findings it : findings) {
                    it.add(staged, wanted);
                }
            }
        }
    }

    private static int stage(
            double[] block, float[] rounded, int count, int[] bins, double[] staged) {
        int wanted = 0;
        for (int i = 0; i < count; i++) {
            int key = Keys.ofRounded(rounded[i]);
            int bin = bins[key] + 1;
            bins[key] = bin;
            if (bin < 0) {
                staged[wanted++] = block[i];
            }
        }
        return wanted;
    }

    /// @param other a tally of the same plan
    public void merge(Tally other) {
        moveCounts();
        other.moveCounts();
        for (int key = 0; key < counts.length; key++) {
            counts[key] += other.counts[key];
        }
        for (int i = 0; i < findings.size(); i++) {
            findings.get(i).merge(other.findings.get(i));
        }
    }

    private void moveCounts() {
        for (int key = 0; key < bins.length; key++) {
            int bin = bins[key];
            if (countsKeys) {
                counts[key] += bin & Integer.MAX_VALUE;
            }
            bins[key] = bin & Integer.MIN_VALUE;
        }
        values = 0;
    }

    long[] counts() {
        moveCounts();
        return counts;
    }

    /// What was found for one of the searches, in the order of its probes.
    List<Findings> findings(QuantileSearch search) {
        int from = 0;
        for (QuantileSearch it : searches) {
            int to = from + it.probes().size();
            if (it == search) {
                return findings.subList(from, to);
            }
            from = to;
        }
        throw new IllegalArgumentException("The tally was not made for this search");
    }
}
