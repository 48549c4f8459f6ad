package dev.assay.core.stats;

/// The errors of a block's pairs in one stream, and the floats nearest to them.
final class BlockErrors {
    final double[] values = new double[ErrorBlock.SIZE];
    final float[] rounded = new float[ErrorBlock.SIZE];

    /// Takes errors that are there already.
    void of(double[] errors, int count, Lanes lanes) {
        take(errors, values, rounded, lanes.sums, lanes.maxima, count);
    }

    private static void take(
            double[] errors,
            double[] values,
            float[] rounded,
            double[] sums,
            double[] maxima,
            int count) {
        for (int i = 0; i < count; i++) {
            double error = errors[i];
            values[i] = error;
            rounded[i] = (float) error;
            sums[i] += error;
            maxima[i] = Math.max(maxima[i], error);
        }
    }

    /// `difference / (|reference| + added)`
    void quotients(double[] difference, double[] reference, double added, int count, Lanes lanes) {
        divide(difference, reference, added, values, rounded, lanes.sums, lanes.maxima, count);
    }

    private static void divide(
            double[] difference,
            double[] reference,
            double added,
            double[] values,
            float[] rounded,
            double[] sums,
            double[] maxima,
            int count) {
        for (int i = 0; i < count; i++) {
            double error = difference[i] / (Math.abs(reference[i]) + added);
            values[i] = error;
            rounded[i] = (float) error;
            sums[i] += error;
            maxima[i] = Math.max(maxima[i], error);
        }
    }

    /// {@link RelativeRule#SYMMETRIC}
    void symmetric(ErrorBlock block, Lanes lanes) {
        if (block.huge || block.zeroReferences) {
            for (int i = 0; i < block.count; i++) {
                values[i] = RelativeRule.SYMMETRIC.error(block.engine[i], block.reference[i]);
            }
            of(values, block.count, lanes);
        } else {
            symmetric(block, values, rounded, lanes.sums, lanes.maxima);
        }
    }

    private static void symmetric(
            ErrorBlock block, double[] values, float[] rounded, double[] sums, double[] maxima) {
        double[] difference = block.difference;
        double[] reference = block.reference;
        double[] engine = block.engine;
        int count = block.count;
        for (int i = 0; i < count; i++) {
            double error = 2 * (difference[i] / (Math.abs(engine[i]) + Math.abs(reference[i])));
            values[i] = error;
            rounded[i] = (float) error;
            sums[i] += error;
            maxima[i] = Math.max(maxima[i], error);
        }
    }

    /// Distances in units of the last place; those of FLOAT64 beyond 2^53 round to double.
    void distances(ErrorBlock block, boolean wide, Lanes lanes) {
        if (wide) {
            wideDistances(block.enginePlaces, block.referencePlaces, values, block.count);
        } else {
            distances(block.enginePlaces, block.referencePlaces, values, block.count);
        }
        of(values, block.count, lanes);
    }

    private static void distances(long[] a, long[] b, double[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = Math.abs(a[i] - b[i]);
        }
    }

    /// The distance of two longs needs 64 bits and no sign.
    private static void wideDistances(long[] a, long[] b, double[] values, int count) {
        for (int i = 0; i < count; i++) {
            long distance = a[i] > b[i] ? a[i] - b[i] : b[i] - a[i];
            values[i] = distance >= 0 ? distance : 2.0 * ((distance >>> 1) | (distance & 1));
        }
    }
}
