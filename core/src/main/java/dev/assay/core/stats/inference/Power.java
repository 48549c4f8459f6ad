package dev.assay.core.stats.inference;

import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
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
    private static final int POINTS = 50;
    private static final int MOST_EVALUATIONS = 1_000;
    private static final double SATURATED = 8.5;
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
        return detection(design, threshold, alpha).applyAsDouble(effect);
    }

    /// Detection by the true difference; what does not depend on it is worked out once.
    private static DoubleUnaryOperator detection(Design design, double threshold, double alpha) {
        double error = design.standardError();
        double freedom = design.degreesOfFreedom();
        double critical = StudentT.quantile(1 - alpha / 2, freedom) * error;
        Scale scale = Scale.of(freedom, threshold / critical);
        return effect ->
                scale.mean(it -> normal((effect - Math.max(threshold, critical * it)) / error));
    }

    /// The probability that a difference is shown to lie between two bounds by {@link
    /// Welch#equivalenceP}.
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
        return Scale.of(freedom, (upper - lower) / (2 * critical))
                .mean(it ->
                        Math.max(
                                0,
                                normal((upper - critical * it - effect) / error)
                                        - normal((lower + critical * it - effect) / error)));
    }

    /// The smallest true difference that {@link #detection} finds with the probability `power`.
    public static double detectable(Design design, double threshold, double alpha, double power) {
        Samples.requireProbability(power, "a power");
        if (design.standardError() == 0) {
            return threshold;
        }
        DoubleUnaryOperator detection = detection(design, threshold, alpha);
        double high = Math.max(threshold, design.standardError());
        while (detection.applyAsDouble(high) < power) {
            high *= 2;
        }
        return new BrentSolver(1e-12, 1e-12)
                .solve(
                        MOST_EVALUATIONS,
                        effect -> detection.applyAsDouble(effect) - power,
                        0,
                        high);
    }

    /// The smallest number of forks for which a condition holds that more forks never break.
    ///
    /// @param most forks that are thought of; empty where even they are too few
    public static OptionalInt fewest(int least, int most, IntPredicate enough) {
        int low = least;
        int high = least;
        while (!enough.test(high)) {
            if (high >= most) {
                return OptionalInt.empty();
            }
            low = high + 1;
            high = Math.min(2 * high, most);
        }
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

    /// Φ, without the work where doubles cannot tell it from 0 or 1.
    private static double normal(double z) {
        return Math.abs(z) > SATURATED ? (z > 0 ? 1 : 0) : NORMAL.cumulativeProbability(z);
    }

    /// The distribution of `sqrt(χ²_ν / ν)` as nodes and weights: Gauss-Legendre on both sides of a
    /// kink. Ten standard deviations and 40 more of χ² leave less than 1e-12 outside.
    private static final class Scale {
        private final double[] nodes = new double[2 * POINTS];
        private final double[] weights = new double[2 * POINTS];

        static Scale of(double freedom, double kink) {
            double reach = 10 * Math.sqrt(2 * freedom);
            double from = Math.sqrt(Math.max(0, freedom - reach) / freedom);
            double to = Math.sqrt((freedom + reach + 40) / freedom);
            double middle = Math.clamp(kink, from, to);
            Scale scale = new Scale();
            scale.fill(0, from, middle, freedom);
            scale.fill(POINTS, middle, to, freedom);
            return scale;
        }

        private void fill(int first, double from, double to, double freedom) {
            if (from >= to) {
                return;
            }
            ChiSquaredDistribution chiSquared = new ChiSquaredDistribution(null, freedom);
            GaussIntegrator rule = RULES.legendre(POINTS, from, to);
            for (int i = 0; i < POINTS; i++) {
                double node = rule.getPoint(i);
                nodes[first + i] = node;
                weights[first + i] =
                        rule.getWeight(i)
                                * (2 * freedom * node)
                                * chiSquared.density(freedom * node * node);
            }
        }

        double mean(DoubleUnaryOperator value) {
            double mean = 0;
            for (int i = 0; i < nodes.length; i++) {
                mean += weights[i] == 0 ? 0 : weights[i] * value.applyAsDouble(nodes[i]);
            }
            return mean;
        }
    }
}
