package dev.assay.reports.model;

import dev.assay.core.suite.Precision;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Orders precisions as cases name them, widest first: `fp32`, `fp32-strong`, `tf32`, `fp16`, …
public final class PrecisionOrder {
    public static final Comparator<String> WIDEST_FIRST =
            Comparator.comparingInt(PrecisionOrder::rank).thenComparing(Comparator.naturalOrder());

    private static final List<String> MODES =
            Arrays.stream(Precision.values()).map(Precision::slug).toList();

    private PrecisionOrder() {}

    private static int rank(String precision) {
        int index = MODES.indexOf(precision.replaceAll("-.*", ""));
        return index < 0 ? MODES.size() : index;
    }
}
