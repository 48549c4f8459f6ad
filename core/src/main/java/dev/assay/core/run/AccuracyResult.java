package dev.assay.core.run;

import dev.assay.core.stats.ErrorStatistics;
import java.util.List;

/// One view of one output against its reference.
///
/// @param view `full`, `border` or `centre`, or `timed fork N` for what a timed fork left behind
/// @param statistics of the view's elements
/// @param violations what failed, in words; empty means passed
public record AccuracyResult(
        String output, String view, ErrorStatistics statistics, List<String> violations) {
    public AccuracyResult {
        violations = List.copyOf(violations);
    }

    public boolean passed() {
        return violations.isEmpty();
    }
}
