package dev.assay.core.lint;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.layers.EngineLayer;
import dev.assay.core.layers.LayerRole;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Arithmetic by element that could run in the kernel before it, and a change of layout keeps it
/// out.
///
/// An activation that a convolution cannot take in is none of these; one that stands behind a
/// reformat of its convolution's only output is, and so is one whose like was fused elsewhere in
/// the engine.
final class FusionRule {
    private static final Pattern BY_ELEMENT =
            Pattern.compile("(?i)pointwise.*|elementwise|activation|scale|unary");
    private static final Pattern FUSED_ACTIVATION = Pattern.compile("(?i).* \\+ .*");

    private FusionRule() {}

    static Optional<Finding> find(Breakdown engine, LayerGraph graph) {
        boolean fusesElsewhere =
                engine.layers().stream()
                        .map(LayerCost::layer)
                        .anyMatch(it ->
                                it.filter().isPresent()
                                        && it.origins().size() > 1
                                        && FUSED_ACTIVATION.matcher(it.name()).matches());
        List<LayerCost> found =
                engine.layers().stream()
                        .filter(it -> stranded(it.layer(), graph, fusesElsewhere))
                        .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Lints.finding(
                                "fusion",
                                "%d element-wise layers run apart from the convolution that feeds them alone"
                                        .formatted(found.size()),
                                "Look for what stands between: a change of precision or layout, a second reader of the convolution's output, an operation that the convolution's kernel cannot take in",
                                found));
    }

    private static boolean stranded(EngineLayer layer, LayerGraph graph, boolean fusesElsewhere) {
        if (!BY_ELEMENT.matcher(layer.type()).matches()) {
            return false;
        }
        for (EngineLayer source : graph.sources(layer)) {
            boolean moved = source.role() == LayerRole.REFORMAT;
            EngineLayer before =
                    moved && !graph.sources(source).isEmpty()
                            ? graph.sources(source).getFirst()
                            : source;
            if (before.filter().isPresent()
                    && graph.readers(before).size() == 1
                    && graph.readers(source).size() == 1
                    && (moved || fusesElsewhere)) {
                return true;
            }
        }
        return false;
    }
}
