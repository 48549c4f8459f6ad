package dev.assay.accuracy.layerwise;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.process.Worker;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.PrepareWorker;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;

/// Builds an engine, runs one batch and keeps the outputs, all in one process: for many small
/// trials.
public final class OnceWorker {
    private static final double MOST_SECONDS = 3;

    private OnceWorker() {}

    /// @param library that computed, with its version
    /// @param seconds median of the timed queries, inputs and outputs in the host's memory; 0
    ///   without any. No measurement: nothing was warmed up or watched
    public record Answer(String library, double seconds) {}

    public static void main(String[] args) throws IOException {
        Worker.main(args, OnceJob.class, OnceWorker::compute);
    }

    private static Answer compute(OnceJob job) {
        PreparedEngine prepared =
                PrepareWorker.prepare(
                        job.request(),
                        new EngineCache(job.cache()),
                        EngineProviders.get(job.request().engine()));
        try (Arena arena = Arena.ofShared();
                Engine engine = EngineProviders.load(prepared);
                Session session = engine.openSession();
                Query query = session.bind(TensorFiles.read(job.inputs(), arena))) {
            query.run();
            SafetensorsFile.write(job.out(), query.outputs());
            return new Answer(
                    prepared.identity().library() + " " + prepared.identity().version(),
                    seconds(query, job.timed()));
        }
    }

    private static double seconds(Query query, int most) {
        double[] seconds = new double[most];
        double sum = 0;
        int count = 0;
        while (count < most && sum < MOST_SECONDS) {
            long start = System.nanoTime();
            query.run();
            seconds[count] = (System.nanoTime() - start) / 1e9;
            sum += seconds[count++];
        }
        Arrays.sort(seconds, 0, count);
        return count == 0 ? 0 : seconds[count / 2];
    }
}
