package dev.assay.core.ladder;

/// A part of what a query costs: the difference of two rungs.
public enum Part {
    LAYERS("layers"),
    /// Where no sum of layers is known, it and the layers are one: the device.
    GAPS("gaps between layers"),
    DEVICE("device compute"),
    TRANSFERS("transfers"),
    LAUNCH("launch and wait"),
    /// What blocking on one query adds to the parts before; on a CPU all of a query.
    QUERY("rest of the query"),
    HEAP("heap arrays");

    private final String label;

    Part(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
