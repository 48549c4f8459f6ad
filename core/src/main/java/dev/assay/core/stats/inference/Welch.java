package dev.assay.core.stats.inference;

import dev.assay.core.AssayException;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

/// The difference of two means without the assumption of equal variances.
///
/// With `s²` the variances over `n - 1`: `SE² = s_a²/n_a + s_b²/n_b`, `t = (mean_b - mean_a)/SE`,
/// `ν = SE⁴ / ((s_a²/n_a)²/(n_a - 1) + (s_b²/n_b)²/(n_b - 1))` (B. L. Welch, *The generalization of
/// "Student's" problem when several different population variances are involved*, Biometrika 34,
/// 1947; F. E. Satterthwaite 1946 for ν).
///
/// Two samples without any spread have the standard error 0 and ν = `n_a + n_b - 2`: their
/// difference is taken for exact.
///
/// @param difference mean of b minus mean of a
/// @param standardError of the difference
public record Welch(double difference, double standardError, double degreesOfFreedom) {

    /// @param a at least two finite values
    /// @param b at least two finite values
    public static Welch of(double[] a, double[] b) {
        Samples.require(a, b, 2);
        double difference = new Mean().evaluate(b) - new Mean().evaluate(a);
        double ofA = new Variance().evaluate(a) / a.length;
        double ofB = new Variance().evaluate(b) / b.length;
        return new Welch(
                difference, Math.sqrt(ofA + ofB), degreesOfFreedom(ofA, a.length, ofB, b.length));
    }

    /// Of the logarithms: the difference is the logarithm of the ratio of geometric means, b over
    /// a.
    ///
    /// @param a positive values, one a fork
    /// @param b positive values, one a fork
    public static Welch ofLogs(double[] a, double[] b) {
        return of(logs(a), logs(b));
    }

    /// @param ofA the variance of the mean of a
    /// @param ofB the variance of the mean of b
    static double degreesOfFreedom(double ofA, int a, double ofB, int b) {
        double sum = ofA + ofB;
        return sum == 0 ? a + b - 2.0 : sum * sum / (ofA * ofA / (a - 1) + ofB * ofB / (b - 1));
    }

    public double t() {
        return difference / standardError;
    }

    /// Two-sided p of no difference.
    public double pValue() {
        return StudentT.twoSided(t(), degreesOfFreedom);
    }

    /// p of the claim that the difference lies between two bounds, by two one-sided tests (TOST).
    ///
    /// Each side is a test against its bound, and p the larger of the two. It is below α exactly
    /// where the interval of confidence `1 - 2α` lies inside the bounds (D. J. Schuirmann, *A
    /// comparison of the two one-sided tests procedure and the power approach*, Journal of
    /// Pharmacokinetics and Biopharmaceutics 15, 1987).
    ///
    /// @param lower bound of the difference, below `upper`
    public double equivalenceP(double lower, double upper) {
        if (!(lower < upper)) {
            throw AssayException.data("Nothing lies between " + lower + " and " + upper);
        }
        return Math.max(
                StudentT.upperTail((difference - lower) / standardError, degreesOfFreedom),
                StudentT.upperTail((upper - difference) / standardError, degreesOfFreedom));
    }

    /// The equal-tailed interval of the difference.
    public Interval interval(double confidence) {
        Samples.requireProbability(confidence, "a confidence");
        double halfWidth =
                StudentT.quantile((1 + confidence) / 2, degreesOfFreedom) * standardError;
        return new Interval(difference - halfWidth, difference + halfWidth, confidence);
    }

    private static double[] logs(double[] values) {
        double[] logs = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            logs[i] = Math.log(values[i]);
        }
        return logs;
    }
}
