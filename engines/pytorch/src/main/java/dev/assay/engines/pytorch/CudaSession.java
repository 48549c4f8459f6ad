package dev.assay.engines.pytorch;

import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import dev.assay.engines.cuda.CudaPipeline;
import dev.assay.engines.cuda.DeviceQuery;
import dev.assay.engines.cuda.OwningPipeline;
import dev.assay.engines.cuda.OwningQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Queries and pipelines of one client on a GPU.
final class CudaSession implements Session {
    private final ModuleCall call;

    CudaSession(ModuleCall call) {
        this.call = call;
    }

    @Override
    public Query bind(Map<String, TensorData> inputs) {
        ModuleLaunch launch = open(inputs, 1);
        try {
            return new OwningQuery(
                    new DeviceQuery(launch.inputs(), launch.outputs(), inputs, launch),
                    launch::close);
        } catch (RuntimeException e) {
            launch.close();
            throw e;
        }
    }

    /// Without a CUDA graph: LibTorch's allocator must know of a recording, and these bindings
    /// cannot tell it.
    @Override
    public Optional<Pipeline> pipeline(
            List<Map<String, TensorData>> batches, PipelineSettings settings) {
        ModuleLaunch launch = open(batches.getFirst(), settings.depth());
        try {
            Pipeline pipeline =
                    new CudaPipeline(
                            launch.inputs(),
                            launch.outputs(),
                            batches,
                            settings.withGraph(false),
                            launch);
            return Optional.of(new OwningPipeline(pipeline, launch::close));
        } catch (RuntimeException e) {
            launch.close();
            throw e;
        }
    }

    private ModuleLaunch open(Map<String, TensorData> inputs, int inFlight) {
        return ModuleLaunch.open(call, ModuleArguments.inOrder(call.module(), inputs), inFlight);
    }

    @Override
    public void close() {
        // The module belongs to the engine.
    }
}
