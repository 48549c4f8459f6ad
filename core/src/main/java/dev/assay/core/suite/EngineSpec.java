package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// An engine as a suite asks for it.
///
/// @param options settings under the engine's own names, sorted
public record EngineSpec(String id, Map<String, String> options) {
    public EngineSpec {
        requireNonNull(id, "id is null");
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }
}
