package dev.assay.core.enginediff;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.enginediff.LayerChange.Kind;
import dev.assay.core.layers.EngineLayer;
import dev.assay.core.layers.LayerRole;
import dev.assay.core.layers.LayerTensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Two engines of one network, or one engine before and after, layer by layer.
///
/// @param layers of both, in the order in which they run
/// @param secondsBefore sum of all kernels, 0 without times
/// @param secondsAfter likewise
public record EngineDiff(List<LayerChange> layers, double secondsBefore, double secondsAfter) {
    // Myelin names the code that it generates by a hash, which differs with every name in it.
    private static final Pattern GENERATED = Pattern.compile("_0x[0-9a-f]{32}$");

    public EngineDiff {
        layers = List.copyOf(layers);
    }

    public static EngineDiff of(Breakdown before, Breakdown after) {
        Map<EngineLayer, LayerCost> old = byLayer(before);
        Map<EngineLayer, LayerCost> now = byLayer(after);
        List<LayerAlignment.Pair> pairs =
                LayerAlignment.of(
                        before.layers().stream().map(LayerCost::layer).toList(),
                        after.layers().stream().map(LayerCost::layer).toList());
        List<LayerChange> changes = new ArrayList<>();
        for (LayerAlignment.Pair pair : pairs) {
            String partner = partner(pair, pairs);
            changes.add(
                    new LayerChange(
                            pair.a().map(old::get),
                            pair.b().map(now::get),
                            kinds(pair, !partner.isEmpty()),
                            partner));
        }
        return new EngineDiff(changes, before.sumSeconds(), after.sumSeconds());
    }

    private static Map<EngineLayer, LayerCost> byLayer(Breakdown engine) {
        Map<EngineLayer, LayerCost> byLayer = new HashMap<>();
        engine.layers().forEach(it -> byLayer.put(it.layer(), it));
        return byLayer;
    }

    private static List<Kind> kinds(LayerAlignment.Pair pair, boolean partner) {
        if (pair.a().isEmpty()) {
            return List.of(partner ? Kind.BROKEN : Kind.ADDED);
        }
        if (pair.b().isEmpty()) {
            return List.of(partner ? Kind.FUSED : Kind.REMOVED);
        }
        EngineLayer a = pair.a().get();
        EngineLayer b = pair.b().get();
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        if (!a.precision().equals(b.precision())) {
            kinds.add(Kind.PRECISION);
        }
        if (!formats(a).equals(formats(b))) {
            kinds.add(Kind.FORMAT);
        }
        if (!tactic(a).equals(tactic(b))) {
            kinds.add(Kind.KERNEL);
        }
        return List.copyOf(kinds);
    }

    private static List<String> formats(EngineLayer layer) {
        return layer.outputs().stream().map(LayerTensor::format).toList();
    }

    private static String tactic(EngineLayer layer) {
        return layer.tactic().isEmpty()
                ? layer.tacticId()
                : GENERATED.matcher(layer.tactic()).replaceFirst("");
    }

    /// For a layer that one engine lacks: the layer there that does its work as well.
    private static String partner(LayerAlignment.Pair pair, List<LayerAlignment.Pair> pairs) {
        if (pair.a().isPresent() == pair.b().isPresent()) {
            return "";
        }
        EngineLayer lone = pair.a().or(pair::b).orElseThrow();
        if (lone.origins().isEmpty()) {
            return "";
        }
        Stream<EngineLayer> others =
                pairs.stream()
                        .map(it -> pair.a().isPresent() ? it.b() : it.a())
                        .flatMap(Optional::stream);
        return others.filter(it -> it.origins().containsAll(lone.origins()))
                .filter(it -> it.origins().size() > lone.origins().size())
                .map(EngineLayer::name)
                .findFirst()
                .orElse("");
    }

    /// What differs, the most expensive first, whether it became slower or faster.
    public List<LayerChange> changes() {
        return layers.stream()
                .filter(it -> !it.kinds().isEmpty())
                .sorted(
                        Comparator.comparingDouble(
                                        (LayerChange it) -> Math.abs(it.costSeconds().orElse(0)))
                                .reversed())
                .toList();
    }

    public List<LayerChange> changes(Kind kind) {
        return changes().stream().filter(it -> it.is(kind)).toList();
    }

    /// Reformats that came, less those that went.
    public int reformats() {
        return count(true) - count(false);
    }

    private int count(boolean after) {
        return (int)
                layers.stream()
                        .flatMap(it -> (after ? it.after() : it.before()).stream())
                        .filter(it -> it.layer().role() == LayerRole.REFORMAT)
                        .count();
    }
}
