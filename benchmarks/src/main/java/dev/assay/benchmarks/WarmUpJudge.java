package dev.assay.benchmarks;

import dev.assay.core.run.Steadiness;
import dev.assay.core.run.WarmUp;
import dev.assay.core.stats.Distribution;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/// Decides from the samples themselves whether a fork was warm when they were taken.
///
/// The first third is compared with the last: a fork is unsteady when their medians differ by more
/// than {@value #LARGE} of the first and a Mann-Whitney test gives less than {@value #UNLIKELY}
/// that such thirds come from one distribution. Both are needed: many samples make any drift
/// significant, few make any noise large.
final class WarmUpJudge {
    private static final double LARGE = 0.05;
    private static final double UNLIKELY = 1e-3;

    /// Thirds of eight: the first size at which even the smallest p, exact (1.6e-4) or asymptotic
    /// (9.4e-4), is below {@value #UNLIKELY}. With fewer samples the test could never fail.
    private static final int FEWEST_SAMPLES = 24;

    private WarmUpJudge() {}

    static WarmUp judge(
            float[] seconds, double warmUpSeconds, long warmUpQueries, double firstQuerySeconds) {
        if (seconds.length < FEWEST_SAMPLES) {
            return new WarmUp(
                    warmUpSeconds,
                    warmUpQueries,
                    firstQuerySeconds,
                    0,
                    Steadiness.NOT_JUDGED,
                    "not judged: %d samples, %d needed".formatted(seconds.length, FEWEST_SAMPLES));
        }
        int third = seconds.length / 3;
        double[] first = widen(Arrays.copyOfRange(seconds, 0, third));
        double[] last = widen(Arrays.copyOfRange(seconds, seconds.length - third, seconds.length));
        double drift = median(last) / median(first) - 1;
        double p = MannWhitneyUTest.withDefaults().test(first, last).getPValue();
        // Constant samples have no rank order; the test answers NaN and there is no drift.
        boolean steady = Math.abs(drift) <= LARGE || !(p < UNLIKELY);
        return new WarmUp(
                warmUpSeconds,
                warmUpQueries,
                firstQuerySeconds,
                drift,
                steady ? Steadiness.STEADY : Steadiness.UNSTEADY,
                steady
                        ? "steady"
                        : String.format(
                                Locale.ROOT,
                                "not steady: the last third is %.1f %% %s than the first",
                                Math.abs(drift) * 100,
                                drift > 0 ? "slower" : "faster"));
    }

    private static double median(double[] values) {
        return Distribution.quantiles(values).evaluate(50);
    }

    private static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
