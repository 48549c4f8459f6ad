package dev.assay.core.stats.inference;

import org.apache.commons.math3.distribution.TDistribution;

/// Student's t distribution; the degrees of freedom need not be whole.
///
/// Infinite statistics, of samples without spread, have tails of 0; the statistic of two equal
/// samples without spread is 0/0, and NaN is answered with 1: no evidence of anything.
public final class StudentT {
    private StudentT() {}

    /// P(T > t).
    public static double upperTail(double t, double degreesOfFreedom) {
        if (Double.isNaN(t)) {
            return 1;
        }
        if (Double.isInfinite(t)) {
            return t > 0 ? 0 : 1;
        }
        // The lower tail of -t keeps its digits where 1 - P(T <= t) would lose them.
        return distribution(degreesOfFreedom).cumulativeProbability(-t);
    }

    /// P(|T| > |t|).
    public static double twoSided(double t, double degreesOfFreedom) {
        return Math.min(1, 2 * upperTail(Math.abs(t), degreesOfFreedom));
    }

    /// The t with P(T <= t) = probability, for a probability in [0.5, 1).
    public static double quantile(double probability, double degreesOfFreedom) {
        Samples.requireProbability(probability, "a probability");
        TDistribution distribution = distribution(degreesOfFreedom);
        double t = distribution.inverseCumulativeProbability(probability);
        // Commons Math stops at 1e-9 absolute; two of Newton's steps reach the last digits.
        for (int step = 0; step < 2; step++) {
            double excess = (1 - probability) - distribution.cumulativeProbability(-t);
            t -= excess / distribution.density(t);
        }
        return t;
    }

    private static TDistribution distribution(double degreesOfFreedom) {
        return new TDistribution(null, degreesOfFreedom);
    }
}
