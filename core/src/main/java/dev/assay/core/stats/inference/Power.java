package dev.assay.core.stats.inference;

import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/// How likely a comparison of forks is to find what is there, before it is made.
///
/// The estimated difference is normal around the true one, the estimated standard error is `SE ·
/// sqrt(χ²_ν / ν)` apart from it, so each probability is one integral over χ²: for plain detection
/// that of the noncentral t distribution (J. Cohen, *Statistical Power Analysis for the Behavioral
/// Sciences*, 1988, chapter 2), for equivalence that of K. F. Phillips, *Power of the two one-sided
/// tests procedure in bioequivalence*, 1990. Exact for equal variances, Satterthwaite's
/// approximation else.
public final class Power {
    private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();
    private static final int POINTS = 100;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private Power() {}

    /// The probability that a true difference is found: significant at `alpha`, two-sided, in its
    /// own direction, and estimated to be at least `threshold`.
    ///
    /// @param effect the true difference, not negative
    /// @param threshold least estimate that counts; 0 for the plain t test
    public static double detection(Design design, double effect, double threshold, double alpha) {
        double error = design.standardError();
        if (error == 0) {
            return effect > 0 && effect >= threshold ? 1 : 0;
        }
        double freedom = design.degreesOfFreedom();
        double critical = StudentT.quantile(1 - alpha / 2, freedom);
        return overScale(
                freedom,
                threshold / (critical * error),
                scale ->
                        NORMAL.cumulativeProbability(
                                (effect - Math.max(threshold, critical * error * scale)) / error));
    }

    /// The probability that a difference is shown to lie between two bounds by {@link Equivalence}.
    ///
    /// @param effect the true difference
    /// @param alpha of each of the two one-sided tests
    public static double equivalence(
            Design design, double effect, double lower, double upper, double alpha) {
        double error = design.standardError();
        if (error == 0) {
            return effect > lower && effect < upper ? 1 : 0;
        }
        double freedom = design.degreesOfFreedom();
        double critical = StudentT.quantile(1 - alpha, freedom) * error;
        return overScale(
                freedom,
                (upper - lower) / (2 * critical),
                scale ->
                        Math.max(
                                0,
                                NORMAL.cumulativeProbability(
                                                (upper - critical * scale - effect) / error)
                                        - NORMAL.cumulativeProbability(
                                                (lower + critical * scale - effect) / error)));
    }

    /// The smallest true difference that {@link #detection} finds with the probability `power`.
    public static double detectable(Design design, double threshold, double alpha, double power) {
        Samples.requireProbability(power, "a power");
        if (design.standardError() == 0) {
            return threshold;
        }
        double low = 0;
        double high = Math.max(threshold, design.standardError());
        while (detection(design, high, threshold, alpha) < power) {
            high *= 2;
        }
        while (high - low > 1e-12 * high) {
            double middle = (low + high) / 2;
            if (detection(design, middle, threshold, alpha) < power) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /// The smallest number of forks for which a condition holds that more forks never break.
    ///
    /// @param most forks that are thought of; empty where even they are too few
    public static OptionalInt fewest(int least, int most, IntPredicate enough) {
        if (!enough.test(most)) {
            return OptionalInt.empty();
        }
        int low = least;
        int high = most;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (enough.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return OptionalInt.of(low);
    }

    /// The mean of a function of `sqrt(χ²_ν / ν)`.
    ///
    /// Gauss-Legendre on both sides of the function's kink; ten standard deviations and 40 more of
    /// χ² leave less than 1e-12 outside.
    private static double overScale(double freedom, double kink, DoubleUnaryOperator value) {
        ChiSquaredDistribution chiSquared = new ChiSquaredDistribution(null, freedom);
        double reach = 10 * Math.sqrt(2 * freedom);
        double from = Math.sqrt(Math.max(0, freedom - reach) / freedom);
        double to = Math.sqrt((freedom + reach + 40) / freedom);
        double middle = Math.clamp(kink, from, to);
        DoubleUnaryOperator weighted =
                scale ->
                        2
                                * freedom
                                * scale
                                * chiSquared.density(freedom * scale * scale)
                                * value.applyAsDouble(scale);
        return integrate(weighted, from, middle) + integrate(weighted, middle, to);
    }

    private static double integrate(DoubleUnaryOperator function, double from, double to) {
        if (from >= to) {
            return 0;
        }
        GaussIntegrator rule = RULES.legendre(POINTS, from, to);
        return rule.integrate(function::applyAsDouble);
    }
}
