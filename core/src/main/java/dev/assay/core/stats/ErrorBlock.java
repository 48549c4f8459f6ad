package dev.assay.core.stats;

import java.util.Arrays;

/// The finite pairs of one block, and what all errors are computed from.
///
/// The loops here and in {@link BlockErrors} are plain enough for the compiler to vectorise: arrays
/// of double in step, no branches, no calls. What they cannot treat is found by one test of the
/// whole block, and taken to loops that look at each pair.
final class ErrorBlock {
    static final int SIZE = 512;

    /// From here on `|a| + |b|` may overflow.
    private static final double HUGE = 0x1p1022;

    final double[] engine = new double[SIZE];
    final double[] reference = new double[SIZE];
    final long[] enginePlaces = new long[SIZE];
    final long[] referencePlaces = new long[SIZE];

    /// `|a-b|`
    final double[] difference = new double[SIZE];

    private final double[] probe = new double[SIZE];
    private final double[] stripe = new double[SIZE / 8];
    int count;
    boolean huge;
    boolean zeroReferences;

    /// Looks through the pairs that were read. Those that are not finite are counted and removed.
    void inspect(PairCounts counts) {
        counts.pairs += count;
        huge = false;
        zeroReferences = false;
        if (count < SIZE) {
            Arrays.fill(engine, count, SIZE, 1);
            Arrays.fill(reference, count, SIZE, 1);
        }
        probe(engine, reference, probe);
        if (Lanes.sum(probe, stripe) != 0) {
            removeNonFinite(counts);
        }
        counts.finite += count;
        subtract(engine, reference, difference, count);
    }

    /// Zeros only where all values are finite and not huge (`4a · 0` is 0, not NaN) and no
    /// reference is 0.
    private static void probe(double[] a, double[] b, double[] probe) {
        for (int i = 0; i < SIZE; i++) {
            double finite = (4 * a[i]) * 0 + (4 * b[i]) * 0;
            probe[i] = finite + (1 - Math.abs(Math.signum(b[i])));
        }
    }

    private static void subtract(double[] a, double[] b, double[] difference, int count) {
        for (int i = 0; i < count; i++) {
            difference[i] = Math.abs(a[i] - b[i]);
        }
    }

    private void removeNonFinite(PairCounts counts) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            double a = engine[i];
            double b = reference[i];
            if (Double.isFinite(a) && Double.isFinite(b)) {
                huge |= Math.abs(a) >= HUGE || Math.abs(b) >= HUGE;
                zeroReferences |= b == 0;
                engine[kept] = a;
                reference[kept] = b;
                enginePlaces[kept] = enginePlaces[i];
                referencePlaces[kept++] = referencePlaces[i];
            } else if (a == b) {
                counts.matchingInfinities++;
            } else if (Double.isNaN(a) && Double.isNaN(b)) {
                counts.bothNaN++;
            }
        }
        count = kept;
    }
}
