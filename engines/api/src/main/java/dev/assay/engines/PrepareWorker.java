package dev.assay.engines;

import dev.assay.core.process.Worker;
import java.io.IOException;
import java.nio.file.Path;

/// Builds one engine in a process of its own.
public final class PrepareWorker {
    private PrepareWorker() {}

    /// @param cache of the user
    public record Job(EngineRequest request, Path cache) {}

    public static void main(String[] args) throws IOException {
        Worker.main(
                args,
                Job.class,
                job ->
                        EngineProviders.get(job.request().engine())
                                .prepare(job.request(), new EngineCache(job.cache())));
    }
}
