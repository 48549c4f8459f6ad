package dev.assay.core.kernels;

import dev.assay.core.kernels.ActivityTrace.Launch;
import dev.assay.core.layers.EngineLayer;
import dev.assay.core.layers.EngineLayers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the layer that each launch of one query belongs to.
///
/// In this order, and never by guessing:
/// 1. The innermost range around the launch that has a layer's name.
/// 2. A kernel with the name of a layer's tactic. Of several layers with one tactic the first takes
///    the first such kernel and so on, provided that the numbers agree.
/// 3. Between two launches that are known: the layers between the two, one each, or all to the only
///    one there is.
public final class LayerLinker {
    private static final int NAME_LENGTH = 10;

    private final EngineLayers engine;
    private final List<Launch> launches;
    private final List<Optional<LayerLink>> links;

    private LayerLinker(EngineLayers engine, List<Launch> launches) {
        this.engine = engine;
        this.launches = launches;
        this.links = new ArrayList<>();
        launches.forEach(it -> links.add(Optional.empty()));
    }

    /// @param launches of one query, in the order in which the host made them
    /// @return one for each launch
    static List<Optional<LayerLink>> link(EngineLayers engine, List<Launch> launches) {
        LayerLinker linker = new LayerLinker(engine, launches);
        linker.byRange();
        linker.byTactic();
        linker.byPosition();
        return List.copyOf(linker.links);
    }

    private void byRange() {
        Map<String, Integer> byName = new HashMap<>();
        Set<String> twice = new HashSet<>();
        for (EngineLayer layer : engine.layers()) {
            if (byName.put(layer.name(), layer.index()) != null) {
                twice.add(layer.name());
            }
        }
        for (int i = 0; i < launches.size(); i++) {
            for (String range : launches.get(i).ranges()) {
                Integer layer = byName.get(range);
                if (layer != null && !twice.contains(range)) {
                    set(i, layer, LayerLink.By.RANGE);
                    break;
                }
            }
        }
    }

    private void byTactic() {
        Map<String, List<Integer>> layers = new HashMap<>();
        Set<Integer> taken = taken();
        for (EngineLayer layer : engine.running()) {
            if (!layer.tactic().isEmpty() && !taken.contains(layer.index())) {
                layers.computeIfAbsent(layer.tactic(), it -> new ArrayList<>()).add(layer.index());
            }
        }
        layers.forEach((tactic, indices) -> {
            List<Integer> found = new ArrayList<>();
            for (int i = 0; i < launches.size(); i++) {
                if (links.get(i).isEmpty() && names(launches.get(i).activity().name(), tactic)) {
                    found.add(i);
                }
            }
            int each = found.size() / indices.size();
            if (each > 0 && found.size() == each * indices.size()) {
                for (int k = 0; k < found.size(); k++) {
                    set(found.get(k), indices.get(k / each), LayerLink.By.TACTIC);
                }
            }
        });
    }

    /// Kernels carry suffixes that tactics lack, `_execute_kernel_trt`, and the other way round.
    private static boolean names(String kernel, String tactic) {
        return kernel.equals(tactic)
                || tactic.length() >= NAME_LENGTH && kernel.contains(tactic)
                || kernel.length() >= NAME_LENGTH && tactic.startsWith(kernel);
    }

    private void byPosition() {
        Set<Integer> taken = taken();
        int start = 0;
        while (start < launches.size()) {
            if (links.get(start).isPresent()) {
                start++;
                continue;
            }
            int end = start;
            while (end < launches.size() && links.get(end).isEmpty()) {
                end++;
            }
            fill(start, end, taken);
            start = end;
        }
    }

    /// @param end first launch behind the gap
    private void fill(int start, int end, Set<Integer> taken) {
        int before = start == 0 ? -1 : links.get(start - 1).orElseThrow().layer();
        int behind =
                end == launches.size()
                        ? engine.layers().size()
                        : links.get(end).orElseThrow().layer();
        List<Integer> open =
                engine.running().stream()
                        .map(EngineLayer::index)
                        .filter(it -> it > before && it < behind && !taken.contains(it))
                        .toList();
        if (open.size() == 1 || open.size() == end - start) {
            for (int i = start; i < end; i++) {
                set(i, open.get(open.size() == 1 ? 0 : i - start), LayerLink.By.POSITION);
            }
        }
    }

    private Set<Integer> taken() {
        Set<Integer> taken = new HashSet<>();
        links.forEach(link -> link.ifPresent(it -> taken.add(it.layer())));
        return taken;
    }

    private void set(int launch, int layer, LayerLink.By by) {
        links.set(launch, Optional.of(new LayerLink(layer, by)));
    }
}
