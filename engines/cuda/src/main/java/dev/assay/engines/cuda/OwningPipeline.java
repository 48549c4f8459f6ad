package dev.assay.engines.cuda;

import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.QueryTrace;
import dev.assay.engines.Pipeline;
import java.util.List;
import java.util.Map;

/// A pipeline that closes what it ran in after itself.
public record OwningPipeline(Pipeline pipeline, Runnable release) implements Pipeline {
    @Override
    public void step() {
        pipeline.step();
    }

    @Override
    public void drain() {
        pipeline.drain();
    }

    @Override
    public void clear() {
        pipeline.clear();
    }

    @Override
    public long completed() {
        return pipeline.completed();
    }

    @Override
    public List<QueryTrace> traces() {
        return pipeline.traces();
    }

    @Override
    public long dropped() {
        return pipeline.dropped();
    }

    @Override
    public Map<String, String> facts() {
        return pipeline.facts();
    }

    @Override
    public int lastBatch() {
        return pipeline.lastBatch();
    }

    @Override
    public List<TensorData> outputs() {
        return pipeline.outputs();
    }

    @Override
    public void close() {
        pipeline.close();
        release.run();
    }
}
