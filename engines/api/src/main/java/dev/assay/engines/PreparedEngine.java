package dev.assay.engines;

import dev.assay.core.run.EngineIdentity;
import dev.assay.core.tensor.TensorSpec;
import java.nio.file.Path;
import java.util.List;

/// An engine that was built and is ready to be loaded by any number of processes.
///
/// @param request what it was built from
/// @param artefact the file to load, found by its hash
/// @param inputs by the model's names; extents may be dynamic
/// @param outputs likewise
/// @param buildSeconds what building took
public record PreparedEngine(
        EngineRequest request,
        Path artefact,
        EngineIdentity identity,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        double buildSeconds) {
    public PreparedEngine {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
