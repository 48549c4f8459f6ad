package dev.assay.core.lint;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All rules on one engine.
public final class Lints {
    private Lints() {}

    /// @param asked precision that the engine was built for, for example `FP16`
    /// @return what was found, the most expensive first
    public static List<Finding> of(Breakdown engine, String asked) {
        LayerGraph graph = new LayerGraph(engine);
        return Stream.of(
                        AlignmentRule.channels(engine),
                        AlignmentRule.rows(engine),
                        QuantisationRule.floatIslands(engine, graph),
                        QuantisationRule.leftOver(engine, graph),
                        FusionRule.find(engine, graph),
                        ReformatRule.find(engine),
                        LongSumRule.find(engine),
                        PrecisionRule.find(engine, asked))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingDouble(Finding::seconds).reversed())
                .toList();
    }

    static Finding finding(String rule, String what, String advice, List<LayerCost> layers) {
        return new Finding(
                rule,
                what,
                advice,
                layers.stream().map(it -> it.layer().name()).toList(),
                layers.stream().mapToDouble(it -> it.seconds().orElse(0)).sum());
    }
}
