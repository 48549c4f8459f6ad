package dev.assay.core.verdict.ab;

/// Why a decision is what it is.
public enum DecisionReason {
    /// REGRESSED: significant over all cases, and at least the margin.
    SLOWER,
    /// IMPROVED: significant over all cases, and at least the margin.
    FASTER,
    /// UNCHANGED: the interval lies within the margin.
    WITHIN_MARGIN,
    /// INCONCLUSIVE: a side has fewer than two forks, and so no spread.
    FORKS,
    /// INCONCLUSIVE: significant, but divisions of the same forks at random do as well.
    PERMUTATION,
    /// INCONCLUSIVE: significant alone, but not among so many cases.
    MULTIPLICITY,
    /// INCONCLUSIVE: something changed, but whether by less or more than the margin is open.
    NEAR_MARGIN,
    /// INCONCLUSIVE: the forks vary too much.
    NOISE
}
