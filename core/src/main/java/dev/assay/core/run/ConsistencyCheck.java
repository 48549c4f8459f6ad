package dev.assay.core.run;

import java.util.Locale;

/// A way in which an engine must agree with itself, whatever it should compute.
public enum ConsistencyCheck {
    REPEATED("the same query twice in one session"),
    SESSIONS("the same query in a second session"),
    IDENTICAL_ROWS("one row at every position of a batch"),
    POSITIONS("every row one position further on, among the same neighbours"),
    BATCHES("the same rows in smaller batches"),
    AFTER_OTHERS("the same query after queries of other batch sizes");

    private final String description;

    ConsistencyCheck(String description) {
        this.description = description;
    }

    /// What is compared, in words.
    public String description() {
        return description;
    }

    /// The name in reports, for example `identical rows`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
