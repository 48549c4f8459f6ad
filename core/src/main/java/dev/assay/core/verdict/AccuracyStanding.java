package dev.assay.core.verdict;

/// What is known of a case's outputs.
public enum AccuracyStanding {
    /// Every output is within its tolerance.
    PASSED,
    /// An output is out of tolerance, not finite, or of the wrong shape: the case has no speed.
    FAILED,
    /// There is no reference: the speed is shown, marked, and never a baseline.
    UNCHECKED,
    /// The case failed or was skipped before it had outputs.
    ABSENT
}
