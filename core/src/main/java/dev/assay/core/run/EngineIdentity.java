package dev.assay.core.run;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which engine really ran; belongs to every number.
///
/// @param library for example `ONNX Runtime`
/// @param version as the library itself reports it
/// @param modelSha256 of the model file that was loaded
/// @param artefactSha256 of what the engine was built into and loaded from
/// @param settings everything that was set, and what the library reports it used
/// @param precisions of its layers, where the engine can tell
public record EngineIdentity(
        String library,
        String version,
        String modelSha256,
        String artefactSha256,
        Map<String, String> settings,
        Optional<LayerPrecisions> precisions) {
    /// Setting: computing nodes that ran on something else than the engine's name says, in words.
    public static final String FALLBACK = "fallback";

    /// Setting: whether the suite allows that.
    public static final String FALLBACK_ALLOWED = "fallbackAllowed";

    public EngineIdentity {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    public EngineIdentity(
            String library,
            String version,
            String modelSha256,
            String artefactSha256,
            Map<String, String> settings) {
        this(library, version, modelSha256, artefactSha256, settings, Optional.empty());
    }

    /// The same engine with more that is known of how it ran.
    public EngineIdentity with(Map<String, String> facts) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(facts);
        return new EngineIdentity(library, version, modelSha256, artefactSha256, all, precisions);
    }
}
