package dev.assay.core.stats;

import java.util.Arrays;

/// The finite pairs of one block, and what all errors are computed from.
///
/// The loops here and in {@link BlockErrors} are plain enough for the compiler to vectorise: arrays
/// of double in step, no branches, no calls. What they cannot treat is found by two tests of the
/// whole block, and taken to loops that look at each pair.
final class ErrorBlock {
    static final int SIZE = 512;

    /// From here on `|a| + |b|` may overflow.
    private static final double HUGE = 0x1p1022;

    private static final int STRIPE = SIZE / 8;

    final double[] engine = new double[SIZE];
    final double[] reference = new double[SIZE];
    final long[] enginePlaces = new long[SIZE];
    final long[] referencePlaces = new long[SIZE];

    /// `|a-b|`
    final double[] difference = new double[SIZE];

    /// `|b|`
    final double[] size = new double[SIZE];

    private final double[] stripe = new double[STRIPE];
    int count;
    boolean huge;
    boolean zeroReferences;

    /// Looks through the pairs that were read. Those that are not finite are counted and removed.
    void inspect(PairCounts counts) {
        counts.pairs += count;
        huge = false;
        pad();
        if (!quiet(engine, reference, stripe)) {
            removeNonFinite(counts);
            pad();
        }
        counts.finite += count;
        zeroReferences = smallest(reference, stripe) == 0;
        measure(engine, reference, difference, size, count);
    }

    private void pad() {
        if (count < SIZE) {
            Arrays.fill(engine, count, SIZE, 1);
            Arrays.fill(reference, count, SIZE, 1);
        }
    }

    /// Whether all values are finite and none is huge: `4a - 4a` is 0, not NaN.
    private static boolean quiet(double[] a, double[] b, double[] stripe) {
        double sum = 0;
        for (int from = 0; from < SIZE; from += 4 * STRIPE) {
            for (int i = 0; i < STRIPE; i++) {
                int p = from + i;
                stripe[i] =
                        (zeroIfQuiet(a[p]) + zeroIfQuiet(b[p]))
                                + (zeroIfQuiet(a[p + STRIPE]) + zeroIfQuiet(b[p + STRIPE]))
                                + (zeroIfQuiet(a[p + 2 * STRIPE]) + zeroIfQuiet(b[p + 2 * STRIPE]))
                                + (zeroIfQuiet(a[p + 3 * STRIPE]) + zeroIfQuiet(b[p + 3 * STRIPE]));
            }
            sum += Lanes.takeSum(stripe);
        }
        return sum == 0;
    }

    private static double zeroIfQuiet(double value) {
        return 4 * value - 4 * value;
    }

    private static double smallest(double[] b, double[] stripe) {
        for (int i = 0; i < STRIPE; i++) {
            stripe[i] =
                    Math.min(
                            Math.min(
                                    Math.min(Math.abs(b[i]), Math.abs(b[i + STRIPE])),
                                    Math.min(
                                            Math.abs(b[i + 2 * STRIPE]),
                                            Math.abs(b[i + 3 * STRIPE]))),
                            Math.min(
                                    Math.min(
                                            Math.abs(b[i + 4 * STRIPE]),
                                            Math.abs(b[i + 5 * STRIPE])),
                                    Math.min(
                                            Math.abs(b[i + 6 * STRIPE]),
                                            Math.abs(b[i + 7 * STRIPE]))));
        }
        double smallest = stripe[0];
        for (double value : stripe) {
            smallest = Math.min(smallest, value);
        }
        Arrays.fill(stripe, 0);
        return smallest;
    }

    private static void measure(
            double[] a, double[] b, double[] difference, double[] size, int count) {
        for (int i = 0; i < count; i++) {
            difference[i] = Math.abs(a[i] - b[i]);
            size[i] = Math.abs(b[i]);
        }
    }

    private void removeNonFinite(PairCounts counts) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            double a = engine[i];
            double b = reference[i];
            if (Double.isFinite(a) && Double.isFinite(b)) {
                huge |= Math.abs(a) >= HUGE || Math.abs(b) >= HUGE;
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
