package dev.assay.engines.tensorrt.plan;

import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.LayerPrecisions;
import dev.assay.core.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is known of a plan, stored beside it.
///
/// @param schema of this record
/// @param planSha256 of the plan that this record describes
/// @param identity of the engine when it was built
/// @param inputs of the engine; extents may be dynamic
/// @param outputs likewise
/// @param buildSeconds from the start of the builder to the finished plan
public record PlanRecord(
        int schema,
        String planSha256,
        EngineIdentity identity,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        double buildSeconds) {
    /// The newest schema that this version reads and the one that it writes.
    public static final int SCHEMA = 1;

    public PlanRecord {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /// The same plan with more that is known of how it was built.
    public PlanRecord with(Map<String, String> facts) {
        return with(identity.with(facts));
    }

    /// The same plan with its layers counted anew.
    PlanRecord with(LayerPrecisions precisions) {
        Map<String, String> settings = new TreeMap<>(identity.settings());
        settings.remove(LayerReport.FAILURE);
        return with(
                new EngineIdentity(
                        identity.library(),
                        identity.version(),
                        identity.modelSha256(),
                        identity.artefactSha256(),
                        settings,
                        Optional.of(precisions)));
    }

    private PlanRecord with(EngineIdentity other) {
        return new PlanRecord(schema, planSha256, other, inputs, outputs, buildSeconds);
    }
}
