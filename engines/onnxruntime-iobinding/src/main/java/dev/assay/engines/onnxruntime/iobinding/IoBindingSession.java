package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import dev.assay.engines.cuda.CudaDevice;
import dev.assay.engines.cuda.CudaPipeline;
import dev.assay.engines.cuda.DeviceQuery;
import dev.assay.engines.cuda.OwningPipeline;
import dev.assay.engines.cuda.OwningQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.cudart.CUstream_st;

/// Queries and pipelines of one client, each bound to memory of its own.
final class IoBindingSession implements Session {
    private final NativeSession session;
    private final CUstream_st stream;
    private final boolean graph;
    private final boolean waits;
    private final MemoryUse use;

    IoBindingSession(
            NativeSession session,
            CUstream_st stream,
            boolean graph,
            boolean waits,
            MemoryUse use) {
        this.session = session;
        this.stream = stream;
        this.graph = graph;
        this.waits = waits;
        this.use = use;
    }

    @Override
    public Query bind(Map<String, TensorData> inputs) {
        IoBindingLaunch launch = open(inputs);
        try {
            Query query = new DeviceQuery(launch.inputs(), launch.outputs(), inputs, launch);
            return new OwningQuery(query, release(launch));
        } catch (RuntimeException e) {
            launch.close();
            throw e;
        }
    }

    @Override
    public Optional<Pipeline> pipeline(
            List<Map<String, TensorData>> batches, PipelineSettings settings) {
        IoBindingLaunch launch = open(batches.getFirst());
        try {
            Pipeline pipeline =
                    new CudaPipeline(
                            launch.inputs(),
                            launch.outputs(),
                            batches,
                            settings.withGraph(graph && settings.graph()),
                            launch);
            return Optional.of(new OwningPipeline(pipeline, release(launch)));
        } catch (RuntimeException e) {
            launch.close();
            throw e;
        }
    }

    private IoBindingLaunch open(Map<String, TensorData> inputs) {
        long free = CudaDevice.memory().freeBytes();
        IoBindingLaunch launch =
                IoBindingLaunch.open(
                        session, Optional.of(stream), TensorMemory.DEVICE, inputs, waits);
        use.arenaGrew(free - CudaDevice.memory().freeBytes());
        return launch;
    }

    private Runnable release(IoBindingLaunch launch) {
        Runnable giveBack = use.take(launch.inputs(), launch.outputs());
        return () -> {
            giveBack.run();
            launch.close();
        };
    }

    @Override
    public void close() {
        // Queries and pipelines own what they are bound to.
    }
}
