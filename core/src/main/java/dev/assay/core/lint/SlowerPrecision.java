package dev.assay.core.lint;

import dev.assay.core.stats.Distribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A narrower precision that is slower than a wider one of the same model, batch and shape.
public final class SlowerPrecision {
    private static final List<String> WIDEST_FIRST =
            List.of("FP32", "TF32", "BF16", "FP16", "FP8", "INT8");

    private static final double MEDIAN = 50;

    /// Below this a difference is not worth a look: two builds of one engine differ as much.
    private static final double WORTH = 0.02;

    private SlowerPrecision() {}

    /// Fires where every process of this engine was slower than every one of the wider engine, and
    /// its median by more than 2 %.
    ///
    /// @param asked of the engine
    /// @param seconds by precision, the medians of its processes, all at one boundary
    public static List<Finding> find(String asked, Map<String, List<Double>> seconds) {
        List<Double> own = seconds.getOrDefault(asked, List.of());
        int place = WIDEST_FIRST.indexOf(asked);
        if (own.isEmpty() || place < 0) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (String wider : WIDEST_FIRST.subList(0, place)) {
            List<Double> other = seconds.getOrDefault(wider, List.of());
            // TF32 and 16 bits do different things; BF16 and FP16 are as wide as each other.
            boolean peers = wider.equals("BF16") && asked.equals("FP16");
            if (!peers && slower(own, other)) {
                findings.add(finding(asked, median(own), wider, median(other)));
            }
        }
        return findings;
    }

    private static boolean slower(List<Double> own, List<Double> other) {
        return !other.isEmpty()
                && Collections.min(own) > Collections.max(other)
                && median(own) > median(other) * (1 + WORTH);
    }

    private static double median(List<Double> values) {
        return Distribution.quantiles(values.stream().mapToDouble(it -> it).toArray())
                .evaluate(MEDIAN);
    }

    private static Finding finding(String asked, double own, String wider, double other) {
        return new Finding(
                "slower",
                String.format(
                        Locale.ROOT,
                        "%s takes %.1f %% longer than %s",
                        asked,
                        (own / other - 1) * 100,
                        wider),
                "Compare the two engines layer by layer: look for layers that still run wide, for reformats, and, in INT8, for a missing permission to use FP16 where INT8 does not pay",
                List.of(),
                own - other);
    }
}
