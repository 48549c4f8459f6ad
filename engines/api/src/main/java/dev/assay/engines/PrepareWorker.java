package dev.assay.engines;

import dev.assay.core.process.Worker;
import dev.assay.onnx.DerivedModel;
import dev.assay.onnx.ModelDeriver;
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
                job -> {
                    EngineCache cache = new EngineCache(job.cache());
                    EngineProvider provider = EngineProviders.get(job.request().engine());
                    return prepare(job.request(), cache, provider);
                });
    }

    /// Makes the file to load, if the model has none for this engine, then the engine.
    public static PreparedEngine prepare(
            EngineRequest request, EngineCache cache, EngineProvider provider) {
        if (request.derivation().isEmpty()) {
            return provider.prepare(request, cache);
        }
        DerivedModel derived =
                new ModelDeriver(cache.models())
                        .derive(request.model(), request.derivation().get(), request.inputs());
        return provider.prepare(request.withDerived(derived.file()), cache).with(derived.facts());
    }
}
