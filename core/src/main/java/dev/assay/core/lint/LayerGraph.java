package dev.assay.core.lint;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.layers.EngineLayer;
import dev.assay.core.layers.LayerRole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which layer reads what which other layer wrote.
///
/// Layers are connected by the names of tensors. Inside Myelin names are used again, so the last
/// layer that wrote a name before a layer reads it counts.
final class LayerGraph {
    private final Map<EngineLayer, List<EngineLayer>> sources = new HashMap<>();
    private final Map<EngineLayer, List<EngineLayer>> readers = new HashMap<>();

    LayerGraph(Breakdown engine) {
        Map<String, EngineLayer> writers = new HashMap<>();
        for (LayerCost cost : engine.layers()) {
            EngineLayer layer = cost.layer();
            layer.inputs()
                    .forEach(tensor -> {
                        EngineLayer writer = writers.get(tensor.name());
                        if (writer != null) {
                            sources.computeIfAbsent(layer, it -> new ArrayList<>()).add(writer);
                            readers.computeIfAbsent(writer, it -> new ArrayList<>()).add(layer);
                        }
                    });
            layer.outputs().forEach(tensor -> writers.put(tensor.name(), layer));
        }
    }

    List<EngineLayer> sources(EngineLayer layer) {
        return sources.getOrDefault(layer, List.of());
    }

    List<EngineLayer> readers(EngineLayer layer) {
        return readers.getOrDefault(layer, List.of());
    }

    /// The next computing layers before this one, whatever only moves data in between.
    Set<EngineLayer> computingSources(EngineLayer layer) {
        return computing(layer, sources);
    }

    /// The next computing layers behind this one.
    Set<EngineLayer> computingReaders(EngineLayer layer) {
        return computing(layer, readers);
    }

    private static Set<EngineLayer> computing(
            EngineLayer from, Map<EngineLayer, List<EngineLayer>> next) {
        Set<EngineLayer> found = new LinkedHashSet<>();
        Set<EngineLayer> seen = new HashSet<>();
        List<EngineLayer> open = new ArrayList<>(next.getOrDefault(from, List.of()));
        while (!open.isEmpty()) {
            EngineLayer layer = open.removeLast();
            if (!seen.add(layer)) {
                continue;
            }
            if (layer.role() == LayerRole.COMPUTE) {
                found.add(layer);
            } else {
                open.addAll(next.getOrDefault(layer, List.of()));
            }
        }
        return found;
    }
}
