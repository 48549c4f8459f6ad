package dev.assay.core.verdict.ab;

import dev.assay.core.AssayException;
import dev.assay.core.stats.inference.Design;
import dev.assay.core.stats.inference.PermutationTest;
import dev.assay.core.stats.inference.Power;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.commons.math3.util.CombinatoricsUtils;

/// What forks of a known spread can see under the {@link DecisionRule}; see {@link Power}.
///
/// The permutation test is reckoned with by the number of forks below which it can never agree;
/// above, it takes a little off the stated power.
///
/// @param deviation standard deviation of the logarithms of fork medians, about their coefficient
///   of variation: of one night's forks, or of a calibration
/// @param margin relative, see {@link Sides#effectiveMargin}
/// @param family cases that are judged together; α is divided by it, which is what the first of
///   Benjamini's and Hochberg's steps asks of a single change among many cases
public record Sensitivity(double deviation, double margin, int family, DecisionPolicy policy) {
    public Sensitivity {
        if (!(deviation >= 0) || !(margin > 0 && margin < 1) || family < 1) {
            throw AssayException.data(
                    "Nothing can be planned with deviation %s, margin %s and %s cases"
                            .formatted(deviation, margin, family));
        }
    }

    /// The smallest relative slowdown that one test sees, whatever the margin: "this case can see ≥
    /// 0.4 %".
    public double smallestVisible(int forksA, int forksB) {
        return Math.expm1(
                Power.detectable(
                        design(forksA, forksB), 0, policy.falseDiscoveryRate(), policy.power()));
    }

    /// The smallest relative slowdown that is called REGRESSED; never below the margin.
    ///
    /// @return empty where so few forks can never show one
    public OptionalDouble smallestDecidable(int forksA, int forksB) {
        return Math.min(forksA, forksB) < fewestForPermutation()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        Math.expm1(
                                Power.detectable(
                                        design(forksA, forksB), upper(), alpha(), policy.power())));
    }

    /// The forks a side that decide, were this the true change: REGRESSED or IMPROVED from the
    /// margin on, UNCHANGED below.
    ///
    /// @param change relative; 0 asks for what would prove that nothing changed
    /// @return empty beyond the policy's most, as where the change is close to the margin
    public OptionalInt forksFor(double change) {
        double effect = Math.log1p(change);
        if (change > -margin && change < margin) {
            return Power.fewest(
                    2,
                    policy.mostForks(),
                    forks ->
                            Power.equivalence(
                                            design(forks, forks),
                                            effect,
                                            lower(),
                                            upper(),
                                            policy.equivalenceAlpha())
                                    >= policy.power());
        }
        double threshold = change < 0 ? -lower() : upper();
        return Power.fewest(
                fewestForPermutation(),
                policy.mostForks(),
                forks ->
                        Power.detection(design(forks, forks), Math.abs(effect), threshold, alpha())
                                >= policy.power());
    }

    /// The forks a side at which the permutation test can reach its α: its least p is 2 / C(2n, n).
    private int fewestForPermutation() {
        int forks = 2;
        while (forks <= PermutationTest.MOST
                && 2 / CombinatoricsUtils.binomialCoefficientDouble(2 * forks, forks)
                        > policy.permutationAlpha()) {
            forks++;
        }
        return forks;
    }

    private double alpha() {
        return policy.falseDiscoveryRate() / family;
    }

    private double upper() {
        return Math.log1p(margin);
    }

    private double lower() {
        return Math.log1p(-margin);
    }

    private Design design(int forksA, int forksB) {
        return new Design(deviation, forksA, deviation, forksB);
    }
}
