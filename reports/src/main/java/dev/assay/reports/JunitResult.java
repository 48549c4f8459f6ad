package dev.assay.reports;

import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.reports.model.CaseRow;

/// What a build server is told of a case.
sealed interface JunitResult {
    record Passed() implements JunitResult {}

    /// @param type `accuracy`, `latency` or `failed`
    record Failure(String type, String message) implements JunitResult {}

    /// Not attempted, or without a number that could be judged.
    record Skipped(String message) implements JunitResult {}

    static JunitResult of(CaseRow row) {
        String message = row.state().word() + ": " + row.reason();
        return switch (row.state()) {
            case FAILED -> new Failure("failed", message);
            case REGRESSED -> new Failure("latency", message);
            case INVALID ->
                    row.standing() == AccuracyStanding.FAILED
                            ? new Failure("accuracy", message)
                            : new Skipped(message);
            case INCONCLUSIVE, SKIPPED, NOT_REACHED -> new Skipped(message);
            case UNCHECKED, UNJUDGED, VALID, UNCHANGED, IMPROVED -> new Passed();
        };
    }
}
