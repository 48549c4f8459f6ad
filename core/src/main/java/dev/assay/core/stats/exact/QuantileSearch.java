package dev.assay.core.stats.exact;

import dev.assay.core.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The search for the exact median, p99 and p99.9 of values that are read several times in blocks,
/// never sorted and never held at once.
///
/// The first reading counts the values by their leading bits ({@link Keys}), which leaves for each
/// quantile one interval of at most 0.4 % of its value. The next gathers what lies in it, or counts
/// again in finer intervals where that is too much. A guess from a sample lets the first reading
/// gather too; a wrong guess costs a reading, never the result. Selection by counting as in radix
/// sort: D. E. Knuth, The Art of Computer Programming 3, 5.2.5.
public final class QuantileSearch {
    private static final int MOST_GUESSED = 3 << 19;

    /// Half the width of a guess, in standard deviations of a rank in a sample of independent
    /// values. Values of neighbouring pixels are alike and vary more; where they do so too much,
    /// the guess is wrong and another reading needed.
    private static final double DEVIATIONS = 6;

    private final boolean countsKeys;
    private final List<Probe> probes;
    private final List<Region> regions;
    private final Ranks ranks;
    private final double[] known;

    private QuantileSearch(
            boolean countsKeys,
            List<Probe> probes,
            List<Region> regions,
            Ranks ranks,
            double[] known) {
        this.countsKeys = countsKeys;
        this.probes = List.copyOf(probes);
        this.regions = List.copyOf(regions);
        this.ranks = ranks;
        this.known = known;
    }

    /// A search that counts first.
    public static QuantileSearch counting() {
        return unranked(true, List.of());
    }

    /// A search that keeps every value: best for few.
    public static QuantileSearch keeping(int atMost) {
        Probe all = Probe.gathering(Keys.lowest(0), Keys.highest(Keys.COUNT - 1), atMost);
        return unranked(false, List.of(all));
    }

    private static QuantileSearch unranked(boolean countsKeys, List<Probe> probes) {
        return new QuantileSearch(countsKeys, probes, List.of(), new Ranks(0), new double[0]);
    }

    List<Probe> probes() {
        return probes;
    }

    boolean countsKeys() {
        return countsKeys;
    }

    /// Whether nothing more need be read.
    public boolean finished() {
        return !countsKeys && probes.isEmpty();
    }

    /// The quantiles of a finished search; empty if there were no values.
    public Optional<Quantiles> quantiles() {
        return ranks.n() == 0 ? Optional.empty() : Optional.of(ranks.quantiles(known));
    }

    /// A search that counts first, but already gathers where a sample says the quantiles lie.
    ///
    /// @param sample tallies of a part of the values
    /// @param share how many values the whole has for one in the sample
    public static QuantileSearch guessing(List<Tally> sample, double share) {
        long[] counts = counts(sample);
        Ranks ranks = new Ranks(Arrays.stream(counts).sum());
        List<Probe> guesses = new ArrayList<>();
        for (int quantile = 0; ranks.n() > 0 && quantile < Ranks.quantileCount(); quantile++) {
            long[] bracket = ranks.guess(quantile, DEVIATIONS);
            int from = key(counts, bracket[0]);
            int to = key(counts, bracket[1]);
            double expected = Arrays.stream(counts, from, to + 1).sum() * share;
            if (expected * 1.25 < MOST_GUESSED) {
                guesses.add(Probe.gathering(Keys.lowest(from), Keys.highest(to), MOST_GUESSED));
            }
        }
        return unranked(true, guesses);
    }

    /// What to look for after a reading.
    ///
    /// @param tallies of the streams whose values the search is about, together one multiset; used
    ///   up
    /// @param zeros how many of the values are 0
    /// @param integral whether all values are whole numbers
    public QuantileSearch next(List<Tally> tallies, long zeros, boolean integral) {
        if (finished()) {
            return this;
        }
        List<Findings> findings = findings(tallies);
        if (countsKeys) {
            return counted(counts(tallies), findings, zeros, integral);
        }
        if (regions.isEmpty()) {
            double[] all = ((Findings.Gathered) findings.getFirst()).between(0, Long.MAX_VALUE);
            Ranks of = new Ranks(all.length);
            double[] values = new double[Ranks.COUNT];
            new Region(0, Long.MAX_VALUE, 0, all.length).select(all, of, values);
            return new QuantileSearch(false, List.of(), List.of(), of, values);
        }
        return narrowed(findings);
    }

    private QuantileSearch counted(
            long[] counts, List<Findings> findings, long zeros, boolean integral) {
        Ranks of = new Ranks(Arrays.stream(counts).sum());
        double[] values = new double[Ranks.COUNT];
        List<Region> open = new ArrayList<>();
        long below = 0;
        for (int key = 0; key < counts.length; key++) {
            Region region = new Region(Keys.lowest(key), Keys.highest(key), below, counts[key]);
            if (region.count() > 0 && wanted(region, of)) {
                double only = region.onlyValue(zeros, integral);
                if (!Double.isNaN(only)) {
                    region.fill(only, of, values);
                } else if (!foundByGuess(region, findings, of, values)) {
                    open.add(region);
                }
            }
            below += counts[key];
        }
        return searching(open, of, values);
    }

    private static boolean foundByGuess(
            Region region, List<Findings> findings, Ranks of, double[] values) {
        for (Findings it : findings) {
            Findings.Gathered gathered = (Findings.Gathered) it;
            if (gathered.complete() && gathered.probe().covers(region.lowest(), region.highest())) {
                region.select(gathered.between(region.lowest(), region.highest()), of, values);
                return true;
            }
        }
        return false;
    }

    private QuantileSearch narrowed(List<Findings> findings) {
        double[] values = known.clone();
        List<Region> open = new ArrayList<>();
        for (int i = 0; i < regions.size(); i++) {
            Region region = regions.get(i);
            switch (findings.get(i)) {
                case Findings.Gathered gathered -> {
                    double[] all = gathered.between(region.lowest(), region.highest());
                    requireUnchanged(gathered.complete() && all.length == region.count());
                    region.select(all, ranks, values);
                }
                case Findings.Counted counted -> open.addAll(parts(region, counted, values));
            }
        }
        return searching(open, ranks, values);
    }

    private List<Region> parts(Region region, Findings.Counted counted, double[] values) {
        List<Region> open = new ArrayList<>();
        long below = region.below();
        for (int part = 0; part < counted.parts(); part++) {
            Region inner =
                    new Region(
                            counted.lowest(part),
                            counted.highest(part),
                            below,
                            counted.count(part));
            if (inner.count() > 0 && wanted(inner, ranks)) {
                if (counted.single(part)) {
                    inner.fill(counted.value(part), ranks, values);
                } else {
                    open.add(inner);
                }
            }
            below += inner.count();
        }
        requireUnchanged(below == region.below() + region.count());
        return open;
    }

    private static QuantileSearch searching(List<Region> open, Ranks of, double[] values) {
        return new QuantileSearch(
                false, open.stream().map(Region::probe).toList(), open, of, values);
    }

    private static boolean wanted(Region region, Ranks of) {
        for (int i = 0; i < Ranks.COUNT; i++) {
            if (region.holds(of.rank(i))) {
                return true;
            }
        }
        return false;
    }

    private static void requireUnchanged(boolean unchanged) {
        if (!unchanged) {
            throw AssayException.data(
                    "The tensors changed while they were compared: every reading must give the"
                            + " same values");
        }
    }

    private List<Findings> findings(List<Tally> tallies) {
        List<Findings> all = tallies.getFirst().findings(this);
        for (Tally other : tallies.subList(1, tallies.size())) {
            List<Findings> more = other.findings(this);
            for (int i = 0; i < all.size(); i++) {
                all.get(i).merge(more.get(i));
            }
        }
        return all;
    }

    private static long[] counts(List<Tally> tallies) {
        long[] sum = new long[Keys.COUNT];
        for (Tally tally : tallies) {
            long[] counts = tally.counts();
            for (int key = 0; key < counts.length; key++) {
                sum[key] += counts[key];
            }
        }
        return sum;
    }

    private static int key(long[] counts, long rank) {
        long below = 0;
        int key = 0;
        while (below + counts[key] <= rank) {
            below += counts[key++];
        }
        return key;
    }
}
