package dev.assay.reports.model;

import java.util.Locale;

/// The one word that a row of a report says of its case.
public enum RowState {
    FAILED("FAILED", "✗", Tone.BAD),
    /// The number may not be used: no speed is shown.
    INVALID("INVALID", "✗", Tone.BAD),
    REGRESSED("REGRESSED", "▲", Tone.BAD),
    INCONCLUSIVE("INCONCLUSIVE", "?", Tone.WARN),
    /// There are no stored outputs: the speed is shown and marked.
    UNCHECKED("UNCHECKED", "?", Tone.WARN),
    /// The run has no verdict on this case (yet).
    UNJUDGED("NOT JUDGED", "…", Tone.CALM),
    /// Valid, without a baseline to compare with.
    VALID("VALID", "✓", Tone.GOOD),
    UNCHANGED("UNCHANGED", "✓", Tone.GOOD),
    IMPROVED("IMPROVED", "▼", Tone.GOOD),
    SKIPPED("SKIPPED", "○", Tone.CALM),
    /// Planned, but the run has not come to its end.
    NOT_REACHED("NOT RUN", "○", Tone.CALM);

    /// How a state looks, never the only sign of it.
    public enum Tone {
        GOOD,
        WARN,
        BAD,
        CALM;

        public String css() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String word;
    private final String symbol;
    private final Tone tone;

    RowState(String word, String symbol, Tone tone) {
        this.word = word;
        this.symbol = symbol;
        this.tone = tone;
    }

    public String word() {
        return word;
    }

    public String symbol() {
        return symbol;
    }

    public Tone tone() {
        return tone;
    }
}
