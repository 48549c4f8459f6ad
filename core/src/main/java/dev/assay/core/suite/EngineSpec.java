package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// An engine as a suite asks for it.
///
/// @param options settings under the engine's own names, sorted
/// @param builds how many independent builds of it are measured, in turn by the forks
public record EngineSpec(String id, Map<String, String> options, int builds) {
    public EngineSpec {
        requireNonNull(id, "id is null");
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    public EngineSpec(String id, Map<String, String> options) {
        this(id, options, 1);
    }

    /// The same engine with more options, or others, and that many builds at least.
    EngineSpec with(Map<String, String> others, int leastBuilds) {
        Map<String, String> all = new TreeMap<>(options);
        all.putAll(others);
        return new EngineSpec(id, all, Math.max(builds, leastBuilds));
    }

    /// Whether precisions are the model's own rather than the builder's choice.
    public boolean stronglyTyped() {
        return "strong".equals(options.get("typing"));
    }
}
