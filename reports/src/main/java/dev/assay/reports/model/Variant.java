package dev.assay.reports.model;

import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.EngineCatalog;
import java.util.Comparator;

/// What runs a model: engine, precision and steps; a line of a chart.
public record Variant(String engine, String precision, String steps)
        implements Comparable<Variant> {
    private static final Comparator<Variant> ORDER =
            Comparator.comparingInt((Variant it) -> rank(it.engine()))
                    .thenComparing(Variant::engine)
                    .thenComparing(Variant::precision, PrecisionOrder.WIDEST_FIRST)
                    .thenComparing(Variant::steps);

    public static Variant of(CaseId id) {
        return new Variant(id.engine(), id.precision(), id.steps());
    }

    /// For example `onnxruntime-cpu fp32`.
    public String label() {
        String base = engine + " " + precision;
        return steps.equals("base") ? base : base + " " + steps;
    }

    @Override
    public int compareTo(Variant other) {
        return ORDER.compare(this, other);
    }

    /// Known engines come in the catalogue's order, others after them by name.
    private static int rank(String engine) {
        int index = EngineCatalog.standard().ids().indexOf(engine);
        return index < 0 ? Integer.MAX_VALUE : index;
    }
}
