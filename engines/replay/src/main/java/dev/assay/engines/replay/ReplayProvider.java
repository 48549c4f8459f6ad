package dev.assay.engines.replay;

import dev.assay.core.AssayException;
import dev.assay.core.run.EngineIdentity;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProvider;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import dev.assay.onnx.graph.ModelHash;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Plays stored outputs back: an engine for tests and demonstrations, with faults on demand.
///
/// Options: `delay-us` (busy time of a query), `outputs` (another file to play back), `fault`.
public final class ReplayProvider implements EngineProvider {
    private static final String VERSION = "1";

    @Override
    public List<String> ids() {
        return List.of("replay");
    }

    @Override
    public PreparedEngine prepare(EngineRequest request, EngineCache cache) {
        Path outputs =
                Optional.ofNullable(request.options().get("outputs"))
                        .map(Path::of)
                        .orElse(request.model());
        String hash = ModelHash.of(outputs);
        return new PreparedEngine(
                request,
                outputs,
                new EngineIdentity("Replay", VERSION, hash, hash, request.options()),
                List.of(),
                List.of(),
                0);
    }

    @Override
    public Engine load(PreparedEngine prepared) {
        String inputs = prepared.request().options().get("inputs");
        if (inputs == null) {
            throw AssayException.config("The replay engine needs the model's inputs");
        }
        return new ReplayEngine(
                Path.of(inputs),
                prepared.artefact(),
                prepared.request().intOption("delay-us", 0) * 1_000L,
                Fault.of(prepared.request().options().getOrDefault("fault", "none")));
    }
}
