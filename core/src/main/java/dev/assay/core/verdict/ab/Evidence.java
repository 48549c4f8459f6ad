package dev.assay.core.verdict.ab;

import dev.assay.core.stats.inference.HodgesLehmann;
import dev.assay.core.stats.inference.Interval;
import dev.assay.core.stats.inference.PermutationTest;
import dev.assay.core.stats.inference.Welch;
import java.util.OptionalDouble;

/// The numbers that a decision rests on. Changes are b over a, minus 1: positive is slower.
///
/// @param change ratio of the geometric means of the replicates, minus 1
/// @param interval of the change, of the confidence 1 - 2α of the equivalence test
/// @param robustChange by Hodges and Lehmann, which one wild fork cannot move
/// @param pValue two-sided, of Welch's test of the logarithms
/// @param adjustedP by Benjamini and Hochberg over all cases
/// @param permutationP exact, absent above {@link PermutationTest#MOST} replicates a side
/// @param equivalenceP of the two one-sided tests against the margin
public record Evidence(
        double change,
        Interval interval,
        double robustChange,
        double pValue,
        double adjustedP,
        OptionalDouble permutationP,
        double equivalenceP) {

    /// @param sides with at least two replicates each
    static Evidence of(Sides sides, double adjustedP, DecisionPolicy policy) {
        double[] a = sides.logsOfA();
        double[] b = sides.logsOfB();
        Welch welch = Welch.of(a, b);
        double confidence = 1 - 2 * policy.equivalenceAlpha();
        double margin = sides.effectiveMargin();
        return new Evidence(
                Math.expm1(welch.difference()),
                welch.interval(confidence).map(Math::expm1),
                Math.expm1(HodgesLehmann.of(a, b, confidence).shift()),
                welch.pValue(),
                adjustedP,
                PermutationTest.covers(a.length, b.length)
                        ? OptionalDouble.of(PermutationTest.twoSided(a, b))
                        : OptionalDouble.empty(),
                welch.equivalenceP(Math.log1p(-margin), Math.log1p(margin)));
    }

    /// Whether the permutation test agrees, or is not counted.
    boolean permutationAgrees(double alpha) {
        return permutationP.isEmpty() || permutationP.getAsDouble() <= alpha;
    }
}
