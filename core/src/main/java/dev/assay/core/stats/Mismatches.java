package dev.assay.core.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Counts mismatched pairs at several tolerances. Belongs to one thread.
final class Mismatches {
    private final List<MismatchTolerance> tolerances;
    private final double[][] numpyLanes;
    private final double[][] polygraphyLanes;
    private final double[] stripe = new double[ErrorBlock.SIZE / 8];
    private final long[] numpy;
    private final long[] polygraphy;

    Mismatches(List<MismatchTolerance> tolerances) {
        this.tolerances = List.copyOf(tolerances);
        numpyLanes = new double[tolerances.size()][ErrorBlock.SIZE];
        polygraphyLanes = new double[tolerances.size()][ErrorBlock.SIZE];
        numpy = new long[tolerances.size()];
        polygraphy = new long[tolerances.size()];
    }

    /// @param ratios `|a-b| / |b|`, if no reference of the block is 0
    void add(ErrorBlock block, double[] ratios) {
        for (int i = 0; i < numpy.length; i++) {
            MismatchTolerance tolerance = tolerances.get(i);
            if (block.huge || block.zeroReferences) {
                addOneByOne(block, tolerance, i);
            } else {
                double atol = tolerance.atol();
                double rtol = tolerance.rtol();
                numpy(block.difference, block.reference, atol, rtol, numpyLanes[i], block.count);
                polygraphy(block.difference, ratios, atol, rtol, polygraphyLanes[i], block.count);
            }
        }
    }

    /// Adds 1 to the lanes of mismatched pairs.
    private static void numpy(
            double[] difference,
            double[] reference,
            double atol,
            double rtol,
            double[] lanes,
            int n) {
        for (int i = 0; i < n; i++) {
            lanes[i] += oneIfPositive(difference[i] - (atol + rtol * Math.abs(reference[i])));
        }
    }

    private static void polygraphy(
            double[] difference, double[] ratios, double atol, double rtol, double[] lanes, int n) {
        for (int i = 0; i < n; i++) {
            lanes[i] += oneIfPositive(Math.min(difference[i] - atol, ratios[i] - rtol));
        }
    }

    /// 1 or 0 without a branch that could be predicted wrongly: the factors make more than 1 of the
    /// smallest double.
    private static double oneIfPositive(double value) {
        return Math.min((value + Math.abs(value)) * 0x1p1000 * 0x1p100, 1);
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
        for (int i = 0; i < numpy.length; i++) {
            numpy[i] += (long) Lanes.sum(numpyLanes[i], stripe);
            polygraphy[i] += (long) Lanes.sum(polygraphyLanes[i], stripe);
            Arrays.fill(numpyLanes[i], 0);
            Arrays.fill(polygraphyLanes[i], 0);
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
