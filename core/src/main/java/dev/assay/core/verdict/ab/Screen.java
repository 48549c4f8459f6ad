package dev.assay.core.verdict.ab;

import dev.assay.core.AssayException;
import dev.assay.core.stats.inference.StudentT;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

/// Chooses, from few forks, the cases that fresh forks must confirm.
///
/// A case is suspected where Student's test of the logarithms gives p below α and the change
/// exceeds a share of the margin. It is meant to miss little: what it lets through decides nothing.
/// The variance of the few forks is pooled with that of earlier nights of the same environment, by
/// their degrees of freedom and of those at most {@value #MOST_HISTORY}, so that a change of the
/// noise itself still shows.
///
/// @param alpha two-sided
/// @param shareOfMargin that a change must exceed
public record Screen(double alpha, double shareOfMargin) {
    /// p < 0.10 and, at a margin of 3 %, more than 2 %.
    public static final Screen DEFAULTS = new Screen(0.10, 2.0 / 3);

    private static final int MOST_HISTORY = 40;

    public Screen {
        if (!(alpha > 0 && alpha < 1) || !(shareOfMargin >= 0 && shareOfMargin <= 1)) {
            throw AssayException.config(
                    "α and the share of the margin of a screen lie between 0 and 1, not at %s and %s"
                            .formatted(alpha, shareOfMargin));
        }
    }

    /// The noise of earlier nights.
    ///
    /// @param variance between forks of one night and side, of logarithms of seconds
    /// @param degreesOfFreedom that it was estimated with
    public record History(double variance, int degreesOfFreedom) {
        public History {
            if (!(variance >= 0) || degreesOfFreedom < 1) {
                throw AssayException.data(
                        "No history has the variance %s with %s degrees of freedom"
                                .formatted(variance, degreesOfFreedom));
            }
        }
    }

    /// Whether fresh forks must tell. Without any spread to go by, every sizeable change must.
    public boolean suspects(Sides sides, Optional<History> history) {
        double[] a = sides.logsOfA();
        double[] b = sides.logsOfB();
        if (a.length == 0 || b.length == 0) {
            throw AssayException.data("A case without forks on both sides cannot be screened");
        }
        double change = new Mean().evaluate(b) - new Mean().evaluate(a);
        if (Math.abs(Math.expm1(change)) <= shareOfMargin * sides.effectiveMargin()) {
            return false;
        }
        double earlier = history.map(it -> Math.min(it.degreesOfFreedom(), MOST_HISTORY)).orElse(0);
        double freedom = a.length + b.length - 2 + earlier;
        if (freedom == 0) {
            return true;
        }
        double squares =
                squares(a) + squares(b) + earlier * history.map(History::variance).orElse(0.0);
        double error = Math.sqrt(squares / freedom * (1.0 / a.length + 1.0 / b.length));
        return StudentT.twoSided(change / error, freedom) < alpha;
    }

    /// Squared deviations from the mean. Commons Math gives a single value the variance 0.
    private static double squares(double[] values) {
        return new Variance().evaluate(values) * (values.length - 1);
    }
}
