package dev.assay.reports.ci;

import dev.assay.core.verdict.AccuracyStanding;

/// What a build server is told of a case. Red is what turns the exit code 1 or 4: a regression,
/// wrong outputs, a failure, a case that was lost.
sealed interface JunitResult {
    record Passed() implements JunitResult {}

    /// @param type `latency`, `accuracy`, `failed` or `missing`
    record Failure(String type, String message) implements JunitResult {}

    /// Not attempted, or without a number that could be judged.
    record Skipped(String message) implements JunitResult {}

    /// @param warnOnly whether nothing may turn red: what would is skipped, with the words
    static JunitResult of(CiCase it, boolean warnOnly) {
        JunitResult result = of(it);
        return warnOnly && result instanceof Failure(String type, String message)
                ? new Skipped("would fail (" + type + ") but for --warn-only: " + message)
                : result;
    }

    private static JunitResult of(CiCase it) {
        String message = it.message();
        return switch (it.state()) {
            case FAILED -> new Failure("failed", message);
            case REGRESSED -> new Failure("latency", message);
            case NOT_REACHED -> new Failure("missing", message);
            case INVALID ->
                    it.outputs() == AccuracyStanding.FAILED
                            ? new Failure("accuracy", message)
                            : new Skipped(message);
            case INCONCLUSIVE, SKIPPED -> new Skipped(message);
            case UNCHECKED, UNJUDGED, VALID, UNCHANGED, IMPROVED -> new Passed();
        };
    }
}
