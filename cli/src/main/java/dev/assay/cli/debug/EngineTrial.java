package dev.assay.cli.debug;

import dev.assay.accuracy.layerwise.LayerJob;
import dev.assay.accuracy.layerwise.LayerWorker;
import dev.assay.core.ErrorKind;
import dev.assay.core.process.Reply;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.Precision;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Builds and runs a case's engine, and parts of its model, to see whether it fails.
///
/// @param inputs file of the case's first batch
record EngineTrial(Bench bench, BenchmarkCase it, Path inputs) {
    /// @param building whether it failed before it could run
    /// @param reason as the engine says it
    record Failure(ErrorKind error, boolean building, String reason) {
        /// Whether a part of the model could be what is not built: any part fails likewise where
        /// the machine lacks something.
        boolean isOfNodes() {
            return building && error != ErrorKind.ENVIRONMENT;
        }
    }

    /// The whole model.
    Optional<Failure> whole() {
        EngineRequest request = EngineRequest.of(it, bench.runtime().catalog());
        Reply<PreparedEngine> built = build(request);
        return switch (built) {
            case Reply.Broken<PreparedEngine> broken ->
                    Optional.of(new Failure(broken.error(), true, broken.reason()));
            case Reply.Done<PreparedEngine> done -> run(done.value());
        };
    }

    private Optional<Failure> run(PreparedEngine engine) {
        Reply<LayerWorker.Answer> reply =
                bench.runtime()
                        .comparing(engine.request().engine(), bench.folder().resolve("run"))
                        .run(
                                LayerWorker.class,
                                new LayerJob(
                                        engine,
                                        inputs,
                                        bench.folder().resolve("outputs.safetensors")),
                                LayerWorker.Answer.class);
        return reply instanceof Reply.Broken<LayerWorker.Answer> broken
                ? Optional.of(new Failure(broken.error(), false, broken.reason()))
                : Optional.empty();
    }

    /// Builds a part of the model, as it is in its file.
    ///
    /// @return why not, if it fails
    Optional<String> part(Path model) {
        Map<String, String> options = new TreeMap<>(it.engine().options());
        boolean typed = bench.runtime().catalog().get(it.engine().id()).typed();
        EngineRequest request =
                Bench.request(
                        it.engine().id(),
                        model,
                        // Such an engine would run a part that computes in 16 bits to look at it.
                        typed ? Precision.FP32 : it.precision(),
                        inputs,
                        options);
        return build(request) instanceof Reply.Broken<PreparedEngine> broken
                ? Optional.of(broken.reason())
                : Optional.empty();
    }

    private Reply<PreparedEngine> build(EngineRequest request) {
        return bench.runtime().build(request, bench.folder().resolve("build"));
    }
}
