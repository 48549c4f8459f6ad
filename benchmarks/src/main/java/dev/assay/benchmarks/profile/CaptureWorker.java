package dev.assay.benchmarks.profile;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.process.Worker;
import dev.assay.core.suite.Workload;
import dev.assay.engines.CaptureRange;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;

/// Loads an engine, warms it up and runs queries inside a capture range, under Nsight Systems or
/// Nsight Compute.
public final class CaptureWorker {
    private CaptureWorker() {}

    /// @param queries that were in the range
    /// @param graph `captured`, `off`, or why not
    public record Answer(int queries, String graph) {}

    public static void main(String[] args) throws IOException {
        Worker.main(args, CaptureJob.class, CaptureWorker::run);
    }

    private static Answer run(CaptureJob job) {
        CaptureRange range =
                CaptureRange.find()
                        .orElseThrow(() ->
                                new AssayException(
                                        ErrorKind.UNSUPPORTED,
                                        "Engine %s has no device to capture"
                                                .formatted(job.engine().request().engine())));
        try (Arena arena = Arena.ofShared();
                Engine engine = EngineProviders.load(job.engine());
                Session session = engine.openSession();
                TracedQueries queries =
                        TracedQueries.open(
                                session,
                                ModelInputs.read(job.inputs(), job.rowShape(), arena)
                                        .batch(0, job.batch(), arena),
                                PipelineSettings.of(
                                        job.engine().request(), Workload.Kind.LATENCY))) {
            range.start();
            queries.run(job.queries());
            range.stop();
            return new Answer(job.queries(), queries.graph());
        }
    }
}
