package dev.assay.core.verdict;

import dev.assay.core.run.CaseSummary;
import java.util.Optional;

/// Compares a case's speed with an accepted one.
@FunctionalInterface
public interface BaselineComparison {
    /// Empty where the baseline does not have the case.
    Optional<SpeedVerdict> compare(CaseSummary summary);
}
