package dev.assay.core.suite;

import java.util.Locale;

/// How queries are sent to an engine.
public enum Workload {
    /// One query at a time: the next starts when the last one's outputs are there.
    LATENCY;

    /// The name in suites and case ids.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
