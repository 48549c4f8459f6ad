package dev.assay.core.verdict.ab;

import dev.assay.core.AssayException;

/// How sure a verdict must be.
///
/// @param falseDiscoveryRate share of the REGRESSED and IMPROVED that may be false, over all cases
/// @param equivalenceAlpha of each of the two one-sided tests behind UNCHANGED
/// @param permutationAlpha that the exact permutation test must reach where it is counted
/// @param power with which planned forks shall find what they are planned for
/// @param mostForks a side that a plan may ask for
public record DecisionPolicy(
        double falseDiscoveryRate,
        double equivalenceAlpha,
        double permutationAlpha,
        double power,
        int mostForks) {
    public static final DecisionPolicy DEFAULTS = new DecisionPolicy(0.05, 0.05, 0.05, 0.90, 1_000);

    /// A change that is not asked to be seen: 3 %.
    public static final double DEFAULT_MARGIN = 0.03;

    public DecisionPolicy {
        for (double share :
                new double[] {falseDiscoveryRate, equivalenceAlpha, permutationAlpha, power}) {
            if (!(share > 0 && share < 1)) {
                throw AssayException.config(
                        "A probability in the policy lies between 0 and 1, not " + share);
            }
        }
        if (mostForks < 2) {
            throw AssayException.config("Two forks a side are the fewest that can be planned");
        }
    }
}
