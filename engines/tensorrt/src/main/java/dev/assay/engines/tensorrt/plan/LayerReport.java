package dev.assay.engines.tensorrt.plan;

import dev.assay.core.AssayException;
import dev.assay.core.run.LayerPrecisions;
import java.util.Map;
import java.util.Optional;

/// The inspector's report of a fresh engine. An engine is no worse for a report that is missing or
/// cannot be read.
public final class LayerReport {
    static final String FAILURE = "layerReport";

    private LayerReport() {}

    /// @param json the report, empty if TensorRT gave none
    /// @param settings receives the reason if the layers cannot be counted
    public static Optional<LayerPrecisions> precisions(
            Optional<String> json, Map<String, String> settings) {
        if (json.isEmpty()) {
            settings.put(FAILURE, "TensorRT gave none");
            return Optional.empty();
        }
        try {
            return Optional.of(EffectivePrecision.of(json.get()));
        } catch (AssayException e) {
            settings.put(FAILURE, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
