package dev.assay.engines;

import dev.assay.core.process.Worker;
import java.io.IOException;

/// Builds one engine in a process of its own.
public final class PrepareWorker {
    private PrepareWorker() {}

    public static void main(String[] args) throws IOException {
        Worker.main(
                args,
                EngineRequest.class,
                request -> EngineProviders.get(request.engine()).prepare(request));
    }
}
