package dev.assay.engines;

import dev.assay.core.run.EngineIdentity;
import dev.assay.core.tensor.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An engine that was built and is ready to be loaded by any number of processes.
///
/// @param request what it was built from
/// @param artefact the file to load, found by its hash
/// @param inputs by the model's names; extents may be dynamic
/// @param outputs likewise
/// @param buildSeconds what building took
/// @param layers what the engine says of its own layers, JSON in its library's form, if it does
public record PreparedEngine(
        EngineRequest request,
        Path artefact,
        EngineIdentity identity,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        double buildSeconds,
        Optional<Path> layers) {
    public PreparedEngine {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public PreparedEngine(
            EngineRequest request,
            Path artefact,
            EngineIdentity identity,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            double buildSeconds) {
        this(request, artefact, identity, inputs, outputs, buildSeconds, Optional.empty());
    }

    /// The same engine with more that is known of how it was made.
    PreparedEngine with(Map<String, String> facts) {
        return new PreparedEngine(
                request, artefact, identity.with(facts), inputs, outputs, buildSeconds, layers);
    }
}
