package dev.assay.engines;

import dev.assay.core.AssayException;
import java.util.List;

/// One kind of engine, found by {@link java.util.ServiceLoader} on the class path of its own.
public interface EngineProvider {
    /// Ids of the engines in {@link dev.assay.core.suite.EngineCatalog} that this provider makes.
    List<String> ids();

    /// Builds whatever takes long, once, before anything is timed, or finds what was built from the
    /// same contents before.
    ///
    /// @param cache for what outlives a run
    /// @implSpec checks that the model loads and states which library really runs it
    /// @throws AssayException of kind `ENGINE_BUILD` if the model cannot be built
    PreparedEngine prepare(EngineRequest request, EngineCache cache);

    /// Loads a prepared engine into this process; builds nothing.
    ///
    /// @throws AssayException if the artefact is missing, damaged or not the one that was prepared
    Engine load(PreparedEngine prepared);
}
