package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.format.Sha256;
import dev.assay.core.process.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;

/// The engines of one run: each is prepared once, in its own process, and found again by its
/// request.
///
/// A run pins what it measured: its description of an engine names the artefact and its hash. An
/// artefact that was deleted since is prepared again, and is another engine then.
public final class EngineStore {
    private final Path folder;
    private final EngineRuntime runtime;
    private final Map<EngineRequest, Reply<PreparedEngine>> replies = new ConcurrentHashMap<>();

    /// @param folder of the run, where prepared engines are described
    public EngineStore(Path folder, EngineRuntime runtime) {
        this.folder = folder;
        this.runtime = runtime;
    }

    /// Prepares the engine unless this run already has; a build that failed is not tried again.
    /// Several threads may ask, each for its own.
    public Reply<PreparedEngine> get(EngineRequest request) {
        return replies.computeIfAbsent(request, this::findOrPrepare);
    }

    /// Knows what another store knows. This run's folder describes those engines only if asked
    /// here.
    public void adopt(EngineStore other) {
        replies.putAll(other.replies);
    }

    private Reply<PreparedEngine> findOrPrepare(EngineRequest request) {
        String key = Sha256.of(Json.compact().writeValueAsString(request)).substring(0, 16);
        Path file = folder.resolve("engines").resolve(key + ".json");
        if (Files.exists(file)) {
            PreparedEngine prepared = read(file);
            if (Files.exists(prepared.artefact())) {
                return new Reply.Done<>(prepared);
            }
        }
        Reply<PreparedEngine> reply;
        try {
            reply = runtime.build(request, folder.resolve("work").resolve("prepare-" + key));
        } catch (AssayException e) {
            if (runtime.missing(request.engine()).isEmpty()) {
                throw e;
            }
            // An engine that is not installed is a failed case, not the end of the run.
            return new Reply.Broken<>(e.kind(), String.valueOf(e.getMessage()));
        }
        if (reply instanceof Reply.Done<PreparedEngine>(PreparedEngine prepared)) {
            AtomicFile.write(file, Json.indented().writeValueAsString(prepared));
        }
        return reply;
    }

    private static PreparedEngine read(Path file) {
        try {
            return Json.compact().readValue(Files.readString(file), PreparedEngine.class);
        } catch (IOException | JacksonException e) {
            throw AssayException.data(file + " is damaged: delete it (" + e.getMessage() + ")");
        }
    }
}
