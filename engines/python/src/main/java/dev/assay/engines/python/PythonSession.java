package dev.assay.engines.python;

import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The worker's only thread, seen from here.
final class PythonSession implements Session {
    private final WorkerProcess worker;
    private final boolean onCuda;
    private final boolean graph;

    /// @param graph whether the launch is to be a CUDA graph
    PythonSession(WorkerProcess worker, boolean onCuda, boolean graph) {
        this.worker = worker;
        this.onCuda = onCuda;
        this.graph = graph;
    }

    @Override
    public Query bind(Map<String, TensorData> inputs) {
        return new PythonQuery(worker, worker.number(), inputs);
    }

    @Override
    public Optional<Pipeline> pipeline(
            List<Map<String, TensorData>> batches, PipelineSettings wanted) {
        if (!onCuda) {
            return Optional.empty();
        }
        PipelineSettings settings =
                new PipelineSettings(
                        wanted.depth(), wanted.transfers(), graph && wanted.graph(), wanted.spin());
        return Optional.of(new PythonPipeline(worker, batches, settings));
    }

    @Override
    public void close() {
        // The worker belongs to the engine.
    }
}
