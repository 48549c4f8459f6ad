package dev.assay.engines.tensorrt.plan;

import dev.assay.core.layers.InspectorReport;
import dev.assay.core.run.LayerPrecisions;

/// Counts in which precision the layers of an engine run, from TensorRT's own report of the engine
/// (`IEngineInspector`, JSON, verbosity `detailed`), by the rules of {@link
/// dev.assay.core.layers.EngineLayer}.
///
/// A part that TensorRT fused as a whole (a Myelin foreign node) counts as the layers that it is
/// reported as, by their own inputs and outputs: the kernels of the node if they are listed, else
/// one opaque layer.
public final class EffectivePrecision {
    private EffectivePrecision() {}

    /// @param json as the inspector gives it
    /// @throws dev.assay.core.AssayException if it is no such report
    public static LayerPrecisions of(String json) {
        return InspectorReport.parse(json).precisions();
    }
}
