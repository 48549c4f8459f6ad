package dev.assay.core.run;

/// What is inside a time. Nothing compares across boundaries.
public enum MeasurementBoundary {
    /// One blocking query as the host sees it: off-heap inputs in, off-heap outputs out.
    HOST_END_TO_END("off-heap inputs in to off-heap outputs out, blocking, on the host's clock");

    private final String meaning;

    MeasurementBoundary(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
