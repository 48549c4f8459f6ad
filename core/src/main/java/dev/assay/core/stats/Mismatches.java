package dev.assay.core.stats;

import java.util.ArrayList;
import java.util.List;

/// Counts mismatched pairs at several tolerances. Belongs to one thread.
final class Mismatches {
    /// Both counts of a chunk in one double: it has fewer pairs than this.
    private static final double POLYGRAPHY_UNIT = 0x1p26;

    private final List<MismatchTolerance> tolerances;
    private final double[][] lanes;
    private final long[] numpy;
    private final long[] polygraphy;

    Mismatches(List<MismatchTolerance> tolerances) {
        this.tolerances = List.copyOf(tolerances);
        lanes = new double[tolerances.size()][ErrorBlock.SIZE];
        numpy = new long[tolerances.size()];
        polygraphy = new long[tolerances.size()];
    }

    /// @param ratios `|a-b| / |b|`, if no reference of the block is 0
    void add(ErrorBlock block, double[] ratios) {
        for (int i = 0; i < lanes.length; i++) {
            MismatchTolerance tolerance = tolerances.get(i);
            if (block.huge || block.zeroReferences) {
                addOneByOne(block, tolerance, i);
            } else {
                add(block, ratios, tolerance.atol(), tolerance.rtol(), lanes[i]);
            }
        }
    }

    private static void add(
            ErrorBlock block, double[] ratios, double atol, double rtol, double[] lanes) {
        double[] difference = block.difference;
        double[] size = block.size;
        int count = block.count;
        for (int i = 0; i < count; i++) {
            double numpy = oneIfPositive(difference[i] - (atol + rtol * size[i]));
            double polygraphy = oneIfPositive(Math.min(difference[i] - atol, ratios[i] - rtol));
            lanes[i] += numpy + POLYGRAPHY_UNIT * polygraphy;
        }
    }

    /// Without a branch; the factors make 1 of the smallest double.
    private static double oneIfPositive(double value) {
        return Math.min(Math.max(value * 0x1p1000 * 0x1p100, 0), 1);
    }

    private void addOneByOne(ErrorBlock block, MismatchTolerance tolerance, int which) {
        for (int i = 0; i < block.count; i++) {
            double a = block.engine[i];
            double b = block.reference[i];
            if (MismatchRule.NUMPY.mismatched(a, b, tolerance.atol(), tolerance.rtol())) {
                numpy[which]++;
            }
            if (MismatchRule.POLYGRAPHY.mismatched(a, b, tolerance.atol(), tolerance.rtol())) {
                polygraphy[which]++;
            }
        }
    }

    void closeChunk() {
        for (int i = 0; i < lanes.length; i++) {
            double both = Lanes.takeSum(lanes[i]);
            long second = (long) (both / POLYGRAPHY_UNIT);
            polygraphy[i] += second;
            numpy[i] += (long) (both - second * POLYGRAPHY_UNIT);
        }
    }

    void merge(Mismatches other) {
        for (int i = 0; i < numpy.length; i++) {
            numpy[i] += other.numpy[i];
            polygraphy[i] += other.polygraphy[i];
        }
    }

    List<MismatchCount> counts() {
        List<MismatchCount> counts = new ArrayList<>();
        for (int i = 0; i < numpy.length; i++) {
            double atol = tolerances.get(i).atol();
            double rtol = tolerances.get(i).rtol();
            counts.add(new MismatchCount(MismatchRule.NUMPY, atol, rtol, numpy[i]));
            counts.add(new MismatchCount(MismatchRule.POLYGRAPHY, atol, rtol, polygraphy[i]));
        }
        return counts;
    }
}
