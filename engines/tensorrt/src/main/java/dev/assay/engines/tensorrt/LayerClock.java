package dev.assay.engines.tensorrt;

import dev.assay.core.trace.TrtexecProfile;
import dev.assay.core.trace.TrtexecProfile.LayerTimes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Collects the times that TensorRT's profiler interface reports.
final class LayerClock {
    private final Map<String, List<Float>> times = new LinkedHashMap<>();

    synchronized void layer(String name, float millis) {
        times.computeIfAbsent(name, it -> new ArrayList<>()).add(millis);
    }

    synchronized void clear() {
        times.clear();
    }

    /// Layers in the order in which they first ran; empty if nothing was reported.
    synchronized Optional<TrtexecProfile> profile() {
        long count = times.values().stream().mapToLong(List::size).max().orElse(0);
        List<LayerTimes> layers =
                times.entrySet().stream()
                        .map(it -> new LayerTimes(it.getKey(), it.getValue()))
                        .toList();
        return count == 0 ? Optional.empty() : Optional.of(TrtexecProfile.of(count, layers));
    }
}
