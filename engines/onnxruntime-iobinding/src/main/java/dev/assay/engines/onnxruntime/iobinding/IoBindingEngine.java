package dev.assay.engines.onnxruntime.iobinding;

import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cudaStreamNonBlocking;

import dev.assay.core.device.DeviceMemory;
import dev.assay.engines.Engine;
import dev.assay.engines.Session;
import dev.assay.engines.cuda.Cuda;
import dev.assay.engines.cuda.CudaDevice;
import dev.assay.engines.onnxruntime.base.SessionSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.cuda.cudart.CUstream_st;

/// A session on the GPU and the stream that it computes on; our sessions share both.
final class IoBindingEngine implements Engine {
    private final CUstream_st stream;
    private final NativeSession session;
    private final boolean graph;
    private final boolean waits;
    private final long engineBytes;
    private final MemoryUse use = new MemoryUse();

    private IoBindingEngine(
            CUstream_st stream,
            NativeSession session,
            boolean graph,
            boolean waits,
            long engineBytes) {
        this.stream = stream;
        this.session = session;
        this.graph = graph;
        this.waits = waits;
        this.engineBytes = engineBytes;
    }

    /// @param graph whether pipelines may replay their launch as a CUDA graph
    /// @param waits for the stream before and after each run
    static IoBindingEngine load(
            Path model, SessionSettings settings, boolean graph, boolean waits) {
        CudaDevice.open();
        CUstream_st stream = new CUstream_st();
        Cuda.check(cudaStreamCreateWithFlags(stream, cudaStreamNonBlocking), "create a stream");
        try {
            long free = CudaDevice.memory().freeBytes();
            NativeSession session =
                    NativeSession.open(model, settings, Optional.of(stream), Optional.empty());
            return new IoBindingEngine(
                    stream, session, graph, waits, free - CudaDevice.memory().freeBytes());
        } catch (RuntimeException e) {
            cudaStreamDestroy(stream);
            throw e;
        }
    }

    @Override
    public Session openSession() {
        return new IoBindingSession(session, stream, graph, waits, use);
    }

    @Override
    public Optional<DeviceMemory> memory() {
        return Optional.of(new DeviceMemory(engineBytes, use.arenaBytes(), use.bufferBytes()));
    }

    @Override
    public void close() {
        session.close();
        cudaStreamDestroy(stream);
    }
}
