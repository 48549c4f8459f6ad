package dev.assay.core.verdict.ab;

import dev.assay.core.AssayException;
import java.util.List;
import java.util.stream.Stream;

/// One case measured under two subjects in one session, one number a replicate.
///
/// The replicate is the fork, its number the median of its queries, where all forks of a side load
/// one plan. Where a plan had to be rebuilt the build is the replicate: its number is then the mean
/// of the medians of its forks.
///
/// @param a seconds by replicate of the reference
/// @param b seconds by replicate of the candidate
/// @param margin relative change up to which the two count as equal, for example 0.03
/// @param noiseFloor relative change that identical subjects show, from calibration; 0 where
///   unknown
public record Sides(List<Double> a, List<Double> b, double margin, double noiseFloor) {
    public Sides {
        a = List.copyOf(a);
        b = List.copyOf(b);
        if (!Stream.concat(a.stream(), b.stream()).allMatch(it -> it > 0 && it < 1e300)) {
            throw AssayException.data(
                    "Times are positive and finite; these are not: %s and %s".formatted(a, b));
        }
        if (!(margin > 0 && margin < 1) || !(noiseFloor >= 0 && noiseFloor < 1)) {
            throw AssayException.config(
                    "A margin is a share such as 0.03, and so is a noise floor, not %s and %s"
                            .formatted(margin, noiseFloor));
        }
    }

    /// The margin that is judged with: what is asked for, but never below what the machine can
    /// tell.
    public double effectiveMargin() {
        return Math.max(margin, noiseFloor);
    }

    /// The replicates of the smaller side.
    int fewest() {
        return Math.min(a.size(), b.size());
    }

    double[] logsOfA() {
        return logs(a);
    }

    double[] logsOfB() {
        return logs(b);
    }

    private static double[] logs(List<Double> seconds) {
        return seconds.stream().mapToDouble(Math::log).toArray();
    }
}
