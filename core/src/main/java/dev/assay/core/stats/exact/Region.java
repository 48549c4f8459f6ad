package dev.assay.core.stats.exact;

import java.util.Arrays;
import org.apache.commons.math3.util.KthSelector;

/// An interval in which a wanted rank lies.
///
/// @param lowest bits of the smallest double in it
/// @param highest bits of the largest double in it
/// @param below how many values are smaller
/// @param count how many values lie in it
record Region(long lowest, long highest, long below, long count) {
    /// Values that are gathered in one reading; more are counted in sub-intervals first.
    static final int GATHERED_AT_MOST = 1 << 19;

    private static final int SORTED_AT_MOST = 1024;

    boolean holds(long rank) {
        return rank >= below && rank < below + count;
    }

    Probe probe() {
        return count <= GATHERED_AT_MOST
                ? Probe.gathering(lowest, highest, (int) count)
                : Probe.counting(lowest, highest);
    }

    /// The value of all elements where the interval holds only one value that an error can have.
    ///
    /// @param zeros how many of all values are 0
    /// @param integral whether all values are whole numbers
    /// @return NaN if it holds several
    double onlyValue(long zeros, boolean integral) {
        if (lowest == 0 && zeros == count) {
            return 0;
        }
        double integer = Math.ceil(Double.longBitsToDouble(lowest));
        boolean alone = integral && integer + 1 > Double.longBitsToDouble(highest);
        return alone ? integer : Double.NaN;
    }

    /// Fills in the values of the ranks that lie here.
    ///
    /// @param values all values of the region, in any order; reordered
    void select(double[] values, Ranks ranks, double[] known) {
        if (values.length <= SORTED_AT_MOST) {
            Arrays.sort(values);
        }
        for (int i = 0; i < Ranks.COUNT; i++) {
            if (holds(ranks.rank(i))) {
                int rank = (int) (ranks.rank(i) - below);
                known[i] =
                        values.length <= SORTED_AT_MOST
                                ? values[rank]
                                : new KthSelector().select(values, null, rank);
            }
        }
    }

    /// Fills in one value for all the ranks that lie here.
    void fill(double value, Ranks ranks, double[] known) {
        for (int i = 0; i < Ranks.COUNT; i++) {
            if (holds(ranks.rank(i))) {
                known[i] = value;
            }
        }
    }
}
