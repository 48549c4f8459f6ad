package dev.assay.core.verdict.ab;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

/// What it would take to decide, as far as the spread of these forks tells; see {@link
/// Sensitivity}.
///
/// The spread is taken as one for both sides, from the logarithms of all forks about their side's
/// mean, so few forks give a rough answer.
///
/// @param forksIfUnchanged forks a side that show UNCHANGED, were nothing changed
/// @param forksIfAsEstimated forks a side that decide, were the true change the estimated one
/// @param smallestVisible relative slowdown that one test sees at the present forks
/// @param smallestDecidable relative slowdown that is called REGRESSED at the present forks
public record Requirement(
        OptionalInt forksIfUnchanged,
        OptionalInt forksIfAsEstimated,
        double smallestVisible,
        OptionalDouble smallestDecidable) {

    /// @param sides with at least two replicates each
    /// @param change relative, as estimated
    /// @param family cases that are judged together
    static Requirement of(Sides sides, double change, int family, DecisionPolicy policy) {
        Sensitivity sensitivity =
                new Sensitivity(
                        deviation(sides.logsOfA(), sides.logsOfB()),
                        sides.effectiveMargin(),
                        family,
                        policy);
        int forksA = sides.a().size();
        int forksB = sides.b().size();
        return new Requirement(
                sensitivity.forksFor(0),
                sensitivity.forksFor(change),
                sensitivity.smallestVisible(forksA, forksB),
                sensitivity.smallestDecidable(forksA, forksB));
    }

    private static double deviation(double[] a, double[] b) {
        double squares =
                new Variance().evaluate(a) * (a.length - 1)
                        + new Variance().evaluate(b) * (b.length - 1);
        return Math.sqrt(squares / (a.length + b.length - 2));
    }
}
