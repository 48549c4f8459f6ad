package dev.assay.accuracy.layerwise;

import dev.assay.core.process.Worker;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PrepareWorker;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.Map;

/// Runs a model that gives out one number of each of its tensors, on many rows.
public final class ProbeWorker {
    private ProbeWorker() {}

    /// @param largest number of every output over all batches, infinite where one is NaN
    /// @param rows that were computed
    public record Answer(Map<String, Double> largest, int rows) {
        public Answer {
            largest = new LinkedHashMap<>(largest);
        }
    }

    public static void main(String[] args) throws IOException {
        Worker.main(args, ProbeJob.class, ProbeWorker::compute);
    }

    private static Answer compute(ProbeJob job) {
        PreparedEngine prepared =
                PrepareWorker.prepare(
                        job.request(),
                        new EngineCache(job.cache()),
                        EngineProviders.get(job.request().engine()));
        Map<String, Double> largest = new LinkedHashMap<>();
        try (Arena rows = Arena.ofShared();
                Engine engine = EngineProviders.load(prepared);
                Session session = engine.openSession()) {
            ModelInputs inputs = ModelInputs.read(job.inputs(), job.row(), rows);
            int batches = Math.min(job.batches(), inputs.batches(job.batch()));
            for (int i = 0; i < batches; i++) {
                try (Arena arena = Arena.ofShared();
                        Query query = session.bind(inputs.batch(i, job.batch(), arena))) {
                    query.run();
                    query.outputs().forEach(it -> largest.merge(it.name(), number(it), Math::max));
                }
            }
            return new Answer(largest, Math.min(inputs.rows(), batches * job.batch()));
        }
    }

    private static double number(TensorData output) {
        double number = output.get(0);
        return Double.isNaN(number) ? Double.POSITIVE_INFINITY : number;
    }
}
