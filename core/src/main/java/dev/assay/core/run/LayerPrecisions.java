package dev.assay.core.run;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// In which precision the layers of an engine really run, from the engine itself.
///
/// @param layers of the engine that compute something
/// @param byPrecision how many of them run in which precision, for example `FP16` to 41
/// @param reformats layers that only change a tensor's type or layout
/// @param opaque layers that are counted by the types of their tensors although these do not tell
///   what they compute in: networks of their own, or FP32 where TF32 is allowed
public record LayerPrecisions(
        int layers, Map<String, Integer> byPrecision, int reformats, int opaque) {
    public LayerPrecisions {
        byPrecision = Collections.unmodifiableMap(new TreeMap<>(byPrecision));
    }

    public LayerPrecisions(int layers, Map<String, Integer> byPrecision, int reformats) {
        this(layers, byPrecision, reformats, 0);
    }

    public int in(String precision) {
        return byPrecision.getOrDefault(precision, 0);
    }

    /// For example `41 of 58 layers run FP16`.
    public String sentence(String asked) {
        return in(asked) + " of " + layers + " layers run " + asked;
    }
}
