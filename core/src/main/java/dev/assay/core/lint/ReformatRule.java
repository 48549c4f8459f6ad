package dev.assay.core.lint;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.layers.LayerRole;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// More changes of layout than the work is worth.
final class ReformatRule {
    private static final int MANY = 5;

    /// Of the time, and where that is not known of the layers.
    private static final double MUCH = 0.05;

    private static final double MANY_SHARE = 0.1;

    private ReformatRule() {}

    static Optional<Finding> find(Breakdown engine) {
        List<LayerCost> found =
                engine.layers().stream()
                        .filter(it -> it.layer().role() == LayerRole.REFORMAT)
                        .toList();
        double share =
                engine.timed()
                        ? engine.in(Breakdown.REFORMATS).share()
                        : (double) found.size() / Math.max(1, engine.layers().size());
        if (found.size() < MANY || share < (engine.timed() ? MUCH : MANY_SHARE)) {
            return Optional.empty();
        }
        return Optional.of(
                Lints.finding(
                        "reformats",
                        String.format(
                                Locale.ROOT,
                                "%d reformats take %.1f %% of the %s",
                                found.size(),
                                share * 100,
                                engine.timed() ? "time" : "layers"),
                        "Neighbours want other layouts or types: give them one precision, keep plugins and transpositions out of the middle, or allow the engine's inputs and outputs another format",
                        found));
    }
}
