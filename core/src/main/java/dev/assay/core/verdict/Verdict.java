package dev.assay.core.verdict;

/// What is said of a case's speed against a baseline.
public enum Verdict {
    REGRESSED,
    IMPROVED,
    UNCHANGED,
    INCONCLUSIVE,
    /// The number may not be used at all; the reason says why.
    INVALID
}
