package dev.assay.core.stats.inference;

import dev.assay.core.AssayException;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.util.CombinatoricsUtils;

/// The exact permutation test of the difference of two means (E. J. G. Pitman, *Significance tests
/// which may be applied to samples from any populations*, 1937).
///
/// All `C(n_a + n_b, n_a)` divisions of the values are visited, each in `O(1)` additions from the
/// one before it in a depth-first order; p is the share whose difference of means is, in absolute
/// value, at least as large as the observed one. At {@value #MOST} a side that is 184,756 divisions
/// and a few milliseconds. Larger samples are refused: there the t test and the ranks agree with
/// it.
public final class PermutationTest {
    /// The most values that a side may have.
    public static final int MOST = 10;

    private static final double ROUNDING = 1e-12;

    private final double[] centred;
    private final int size;
    private final double threshold;
    private long extreme;

    private PermutationTest(double[] centred, int size, double threshold) {
        this.centred = centred;
        this.size = size;
        this.threshold = threshold;
    }

    /// Whether samples of these sizes are small enough.
    public static boolean covers(int a, int b) {
        return a >= 1 && b >= 1 && a <= MOST && b <= MOST;
    }

    /// The two-sided p, at least 1 / C(n_a + n_b, n_a).
    public static double twoSided(double[] a, double[] b) {
        Samples.require(a, b, 1);
        if (!covers(a.length, b.length)) {
            throw AssayException.data(
                    "The exact permutation test visits at most %s values a side, not %s and %s"
                            .formatted(MOST, a.length, b.length));
        }
        double[] centred = Samples.join(a, b);
        double mean = new Mean().evaluate(centred);
        double absolute = 0;
        double observed = 0;
        for (int i = 0; i < centred.length; i++) {
            centred[i] -= mean;
            absolute += Math.abs(centred[i]);
            observed += i < a.length ? centred[i] : 0;
        }
        // Centred on the common mean, the difference of means grows with |sum of a side|. Sums of
        // equal values in another order differ by their rounding and must still count as equal.
        double threshold = Math.abs(observed) - ROUNDING * absolute;
        PermutationTest test = new PermutationTest(centred, a.length, threshold);
        test.visit(0, 0, 0);
        return test.extreme
                / CombinatoricsUtils.binomialCoefficientDouble(centred.length, a.length);
    }

    private void visit(int from, int chosen, double sum) {
        if (chosen == size) {
            extreme += Math.abs(sum) >= threshold ? 1 : 0;
            return;
        }
        int last = centred.length - (size - chosen);
        for (int i = from; i <= last; i++) {
            visit(i + 1, chosen + 1, sum + centred[i]);
        }
    }
}
