package dev.assay.core.ladder;

/// A way of timing one query, from the least that is inside to the most.
public enum Rung {
    /// The kernels, one by one, with nothing between them; from `assay profile`.
    SUM_OF_LAYERS("sum of layers", "kernels alone, nothing between them"),
    DEVICE_COMPUTE("device compute", "first kernel to last, between device events"),
    WITH_TRANSFERS("with transfers", "and the copies of inputs and outputs, between device events"),
    ENQUEUE_TO_SYNC("enqueue to sync", "launch until the host knows of the end, nothing copied"),
    END_TO_END("Java end to end", "off-heap inputs in to off-heap outputs out, blocking"),
    WITH_HEAP_ARRAYS(
            "with heap arrays", "and the copies between Java's arrays and off-heap memory");

    private final String label;
    private final String inside;

    Rung(String label, String inside) {
        this.label = label;
        this.inside = inside;
    }

    public String label() {
        return label;
    }

    /// What is inside its time.
    public String inside() {
        return inside;
    }
}
