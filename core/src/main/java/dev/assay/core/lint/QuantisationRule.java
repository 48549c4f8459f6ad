package dev.assay.core.lint;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.layers.EngineLayer;
import dev.assay.core.layers.LayerRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// INT8 and FP8 regions that do not hold together.
final class QuantisationRule {
    private static final Set<String> QUANTISED = Set.of("INT8", "FP8");
    private static final Set<String> FLOAT = Set.of("FP32", "TF32", "FP16", "BF16");
    private static final Pattern STANDS_ALONE =
            Pattern.compile("(?i)(de)?quantize.*|quantizelinear|dequantizelinear");
    private static final Pattern MYELIN =
            Pattern.compile(
                    "__myl_(Qua|Deq|Cas|Mov|Res|Tra)*(Qua|Deq)(Qua|Deq|Cas|Mov|Res|Tra)*_myl.*");

    private QuantisationRule() {}

    /// Float layers between quantised ones: each costs a dequantisation before and a quantisation
    /// behind it.
    static Optional<Finding> floatIslands(Breakdown engine, LayerGraph graph) {
        List<LayerCost> found =
                engine.layers().stream()
                        .filter(it -> it.layer().role() == LayerRole.COMPUTE)
                        .filter(it -> FLOAT.contains(it.layer().precision()))
                        .filter(it -> quantised(graph.computingSources(it.layer())))
                        .filter(it -> quantised(graph.computingReaders(it.layer())))
                        .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Lints.finding(
                                "float-islands",
                                "%d layers run in floating point between quantised layers"
                                        .formatted(found.size()),
                                "Put Q/DQ pairs around these operations too, or take the quantisation of their small neighbours out: every border costs a conversion",
                                found));
    }

    private static boolean quantised(Set<EngineLayer> layers) {
        return layers.stream().anyMatch(it -> QUANTISED.contains(it.precision()));
    }

    /// Quantisations that no layer took in, although one stands beside them.
    static Optional<Finding> leftOver(Breakdown engine, LayerGraph graph) {
        List<LayerCost> found =
                engine.layers().stream()
                        .filter(it ->
                                STANDS_ALONE.matcher(it.layer().type()).matches()
                                        || MYELIN.matcher(it.layer().name()).matches())
                        // At the engine's own inputs there is nothing that could take it in.
                        .filter(it -> !graph.sources(it.layer()).isEmpty())
                        .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Lints.finding(
                                "left-over-qdq",
                                "%d quantisations run as kernels of their own"
                                        .formatted(found.size()),
                                "Move each Q to the input of the layer that shall run quantised and each DQ behind its output, with nothing between that TensorRT cannot fuse; weights need Q/DQ per channel",
                                found));
    }
}
