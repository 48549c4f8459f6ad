package dev.assay.reports.summary;

import dev.assay.core.verdict.Exit;
import dev.assay.reports.model.RowState.Tone;

/// The word for an exit code, so that colour is never the only sign of it.
public record RunWord(String word, String symbol, Tone tone) {
    /// By the list of exit codes in the manual.
    public static RunWord of(int exitCode) {
        return switch (exitCode) {
            case Exit.CLEAN -> new RunWord("Clean", "✓", Tone.GOOD);
            case Exit.REGRESSION -> new RunWord("Regression", "✗", Tone.BAD);
            case Exit.NOT_PROVEN -> new RunWord("Not proven", "?", Tone.WARN);
            case Exit.REFUSED -> new RunWord("Refused", "!", Tone.WARN);
            case Exit.CASES_FAILED -> new RunWord("Cases failed", "✗", Tone.BAD);
            case Exit.USAGE -> new RunWord("Wrong usage", "!", Tone.BAD);
            case Exit.INTERRUPTED -> new RunWord("Interrupted", "!", Tone.WARN);
            default -> new RunWord("Internal error", "!", Tone.BAD);
        };
    }

    /// For a run that `compare` has not seen.
    static RunWord unjudged() {
        return new RunWord("Not judged", "…", Tone.CALM);
    }
}
