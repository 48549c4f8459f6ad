package dev.assay.core.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A narrower precision that is slower than a wider one of the same model, batch and shape.
public final class SlowerPrecision {
    private static final List<String> WIDEST_FIRST =
            List.of("FP32", "TF32", "BF16", "FP16", "FP8", "INT8");

    private SlowerPrecision() {}

    /// @param asked of the engine
    /// @param seconds medians by precision, all of one boundary
    public static List<Finding> find(String asked, Map<String, Double> seconds) {
        List<Finding> findings = new ArrayList<>();
        Double own = seconds.get(asked);
        int place = WIDEST_FIRST.indexOf(asked);
        if (own == null || place < 0) {
            return findings;
        }
        for (String wider : WIDEST_FIRST.subList(0, place)) {
            Double other = seconds.get(wider);
            // TF32 and 16 bits do different things; BF16 and FP16 are as wide as each other.
            boolean peers = wider.equals("BF16") && asked.equals("FP16");
            if (other != null && own > other && !peers) {
                findings.add(
                        new Finding(
                                "slower",
                                String.format(
                                        Locale.ROOT,
                                        "%s takes %.1f %% longer than %s",
                                        asked,
                                        (own / other - 1) * 100,
                                        wider),
                                "Compare the two engines layer by layer: look for layers that still run wide, for reformats, and, in INT8, for a missing permission to use FP16 where INT8 does not pay",
                                List.of(),
                                own - other));
            }
        }
        return findings;
    }
}
