package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.format.Sha256;
import dev.assay.core.process.JavaLauncher;
import dev.assay.core.process.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// The engines of one run: each is prepared once, in its own process, and found again by its
/// request.
public final class EngineStore {
    private final Path folder;
    private final EngineClasspath classPath;
    private final Path cache;
    private final Duration deadline;
    private final Map<EngineRequest, Reply<PreparedEngine>> replies = new HashMap<>();

    /// @param folder of the run, where prepared engines are described
    /// @param cache of the user, for what outlives a run
    public EngineStore(Path folder, EngineClasspath classPath, Path cache, Duration deadline) {
        this.folder = folder;
        this.classPath = classPath;
        this.cache = cache;
        this.deadline = deadline;
    }

    /// Prepares the engine unless this run already has; a build that failed is not tried again.
    public Reply<PreparedEngine> get(EngineRequest request) {
        return replies.computeIfAbsent(request, this::findOrPrepare);
    }

    private Reply<PreparedEngine> findOrPrepare(EngineRequest request) {
        String engineClassPath;
        try {
            engineClassPath = classPath.of(request.engine());
        } catch (AssayException e) {
            // An engine that is not installed is a failed case, not the end of the run.
            return new Reply.Broken<>(e.kind(), String.valueOf(e.getMessage()));
        }
        String key = Sha256.of(Json.compact().writeValueAsString(request)).substring(0, 16);
        Path file = folder.resolve("engines").resolve(key + ".json");
        if (Files.exists(file)) {
            return new Reply.Done<>(read(file));
        }
        Reply<PreparedEngine> reply =
                new JavaLauncher(
                                engineClassPath,
                                EngineJvm.comparing(cache),
                                Map.of(),
                                folder.resolve("work").resolve("prepare-" + key),
                                deadline)
                        .run(PrepareWorker.class, request, PreparedEngine.class);
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
