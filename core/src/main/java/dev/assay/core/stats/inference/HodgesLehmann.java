package dev.assay.core.stats.inference;

import dev.assay.core.stats.Distribution;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;

/// The median of all differences `b_j - a_i`, an estimate of a shift that one wild fork cannot move
/// (J. L. Hodges and E. L. Lehmann, *Estimates of location based on rank tests*, 1963).
///
/// Its interval reaches from the k-th smallest to the k-th largest difference (L. E. Moses's
/// interval: M. Hollander and D. A. Wolfe, *Nonparametric Statistical Methods*, 2nd edition,
/// section 4.3). k is the largest that keeps the confidence, from the exact distribution of U up to
/// {@link MannWhitney#MOST_EXACT} a side and its normal approximation beyond. The confidence
/// reported is the one that k has. Ties make it conservative.
///
/// @param shift estimate of b minus a; of logarithms, the logarithm of a ratio
/// @param interval absent where even all differences do not reach the confidence: 3 against 3 never
///   hold 95 %
public record HodgesLehmann(double shift, Optional<Interval> interval) {

    /// @param confidence that the interval shall have at least
    public static HodgesLehmann of(double[] a, double[] b, double confidence) {
        Samples.require(a, b, 1);
        Samples.requireProbability(confidence, "a confidence");
        double[] differences = new double[a.length * b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                differences[i * b.length + j] = b[j] - a[i];
            }
        }
        Arrays.sort(differences);
        double[] below = cumulative(a.length, b.length);
        int k = 0;
        while (k < differences.length / 2 && 1 - 2 * below[k] >= confidence) {
            k++;
        }
        Optional<Interval> interval =
                k == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Interval(
                                        differences[k - 1],
                                        differences[differences.length - k],
                                        1 - 2 * below[k - 1]));
        return new HodgesLehmann(Distribution.quantiles(differences).evaluate(50), interval);
    }

    /// P(U <= u) of untied samples, by u up to half of all pairs.
    private static double[] cumulative(int a, int b) {
        int half = a * b / 2;
        double[] cumulative = new double[half + 1];
        if (Math.max(a, b) > MannWhitney.MOST_EXACT) {
            double variance = a * (double) b * (a + b + 1) / 12;
            NormalDistribution normal =
                    new NormalDistribution(null, a * (double) b / 2, Math.sqrt(variance));
            for (int u = 0; u <= half; u++) {
                cumulative[u] = normal.cumulativeProbability(u + 0.5);
            }
            return cumulative;
        }
        double[] ways = RankSums.untied(a, b);
        double all = Arrays.stream(ways).sum();
        double sum = 0;
        for (int u = 0; u <= half; u++) {
            sum += ways[u];
            cumulative[u] = sum / all;
        }
        return cumulative;
    }
}
