package dev.assay.core.lint;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.breakdown.PrecisionShare;
import dev.assay.core.layers.LayerRole;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Layers that run wider than the engine was asked for.
final class PrecisionRule {
    private static final List<String> WIDEST_FIRST =
            List.of("FP64", "FP32", "TF32", "BF16", "FP16", "FP8", "INT8");
    private static final double HALF = 0.5;

    private PrecisionRule() {}

    /// Fires where layers of a wider precision take more than half of the time of those that
    /// compute, or are more than half of them where there are no times.
    static Optional<Finding> find(Breakdown engine, String asked) {
        int limit = WIDEST_FIRST.indexOf(asked);
        List<LayerCost> computing =
                engine.layers().stream()
                        .filter(it -> it.layer().role() == LayerRole.COMPUTE)
                        .toList();
        List<LayerCost> wider =
                computing.stream()
                        .filter(it -> {
                            int own = WIDEST_FIRST.indexOf(it.layer().precision());
                            return own >= 0 && own < limit;
                        })
                        .toList();
        double all = weight(computing, engine.timed());
        double share = all == 0 ? 0 : weight(wider, engine.timed()) / all;
        if (share <= HALF) {
            return Optional.empty();
        }
        PrecisionShare own = engine.in(asked);
        return Optional.of(
                Lints.finding(
                        "wider",
                        String.format(
                                Locale.ROOT,
                                "%.0f %% of the %s runs wider than the %s that was asked for; %d layers run %s",
                                share * 100,
                                engine.timed() ? "computing time" : "computing layers",
                                asked,
                                own.layers(),
                                asked),
                        "See which layers the builder kept wide: weak typing lets it choose, casts and constraints in the model force it",
                        wider));
    }

    private static double weight(List<LayerCost> layers, boolean timed) {
        return timed
                ? layers.stream().mapToDouble(it -> it.seconds().orElse(0)).sum()
                : layers.size();
    }
}
