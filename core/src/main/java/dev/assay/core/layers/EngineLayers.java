package dev.assay.core.layers;

import dev.assay.core.run.LayerPrecisions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All layers of an engine, in the order in which it runs them.
///
/// @param bindings names of the engine's inputs and outputs
public record EngineLayers(List<EngineLayer> layers, List<String> bindings) {
    public EngineLayers {
        layers = List.copyOf(layers);
        bindings = List.copyOf(bindings);
    }

    /// How many layers run in which precision.
    public LayerPrecisions precisions() {
        Map<String, Integer> counts = new TreeMap<>();
        int computing = 0;
        int moves = 0;
        int opaque = 0;
        for (EngineLayer layer : layers) {
            switch (layer.role()) {
                case NOTHING -> {}
                case REFORMAT, MOVE -> moves++;
                case COMPUTE -> {
                    computing++;
                    opaque += layer.opaque() ? 1 : 0;
                    counts.merge(layer.precision(), 1, Integer::sum);
                }
            }
        }
        return new LayerPrecisions(computing, counts, moves, opaque);
    }

    /// Layers that something runs for.
    public List<EngineLayer> running() {
        return layers.stream().filter(it -> it.role() != LayerRole.NOTHING).toList();
    }

    /// Layers that the builder put in to change a layout or a type.
    public List<EngineLayer> reformats() {
        return layers.stream().filter(it -> it.role() == LayerRole.REFORMAT).toList();
    }
}
