package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.graph.ModelHash;
import java.util.ServiceLoader;

/// Finds engines on the class path of this process.
public final class EngineProviders {
    private EngineProviders() {}

    /// @throws AssayException if no provider on the class path makes this engine
    public static EngineProvider get(String engine) {
        for (EngineProvider provider : ServiceLoader.load(EngineProvider.class)) {
            if (provider.ids().contains(engine)) {
                return provider;
            }
        }
        throw new AssayException(
                ErrorKind.ENVIRONMENT, "Engine " + engine + " is not on this process's class path");
    }

    /// Loads a prepared engine after checking that its artefact is still the same.
    public static Engine load(PreparedEngine prepared) {
        String actual = ModelHash.of(prepared.artefact());
        if (!actual.equals(prepared.identity().artefactSha256())) {
            throw new AssayException(
                    ErrorKind.DATA,
                    "%s changed after the engine was prepared (SHA-256 %.12s, was %.12s): start a new run"
                            .formatted(
                                    prepared.artefact(),
                                    actual,
                                    prepared.identity().artefactSha256()));
        }
        return get(prepared.request().engine()).load(prepared);
    }
}
