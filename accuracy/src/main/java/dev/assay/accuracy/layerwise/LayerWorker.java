package dev.assay.accuracy.layerwise;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.process.Worker;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/// Runs one batch and keeps everything that it gives out.
///
/// Layers have outputs of any shape: unlike a model's, theirs need not begin with the batch.
public final class LayerWorker {
    private LayerWorker() {}

    /// @param library that computed, with its version
    /// @param names of the outputs
    public record Answer(String library, List<String> names) {
        public Answer {
            names = List.copyOf(names);
        }
    }

    public static void main(String[] args) throws IOException {
        Worker.main(args, LayerJob.class, LayerWorker::compute);
    }

    private static Answer compute(LayerJob job) {
        try (Arena arena = Arena.ofShared();
                Engine engine = EngineProviders.load(job.engine());
                Session session = engine.openSession();
                Query query = session.bind(TensorFiles.read(job.inputs(), arena))) {
            query.run();
            SafetensorsFile.write(job.out(), query.outputs());
            return new Answer(
                    job.engine().identity().library() + " " + job.engine().identity().version(),
                    query.outputs().stream().map(TensorData::name).toList());
        }
    }
}
