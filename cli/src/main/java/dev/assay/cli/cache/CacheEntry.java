package dev.assay.cli.cache;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One thing that the cache can be asked for again: a plan with what describes it, a derived model,
/// a timing cache.
///
/// @param kind folder of the cache, for example `engines/tensorrt-onnx`
/// @param key its files' common name
/// @param files the description last, so that what is left of a removal is not taken for a whole
/// @param bytes of all files
/// @param written newest of its files
/// @param facts that the cache stores beside it, by name; empty where it stores none
public record CacheEntry(
        String kind,
        String key,
        List<Path> files,
        long bytes,
        Instant written,
        Map<String, String> facts) {
    public CacheEntry {
        files = List.copyOf(files);
        facts = Map.copyOf(facts);
    }

    /// SHA-256 of the model that it was made from; empty where nothing says so.
    String model() {
        return facts.getOrDefault("model", "");
    }

    /// For people, in a fixed order.
    public String described() {
        return List.of("gpu", "library", "precision", "rewrites", "model").stream()
                .filter(facts::containsKey)
                .map(it ->
                        it.equals("model")
                                ? "model " + model().substring(0, Math.min(12, model().length()))
                                : facts.get(it))
                .collect(Collectors.joining(", "));
    }
}
