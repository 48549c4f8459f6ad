package dev.assay.engines.tensorrt;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.device.DeviceMemory;
import dev.assay.core.format.PlanHeader;
import dev.assay.engines.Engine;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Session;
import dev.assay.engines.cuda.CudaDevice;
import dev.assay.engines.tensorrt.binding.NativeObjects;
import dev.assay.engines.tensorrt.binding.PluginLibraries;
import dev.assay.engines.tensorrt.binding.TensorRtLibrary;
import dev.assay.engines.tensorrt.binding.TensorRtLogger;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IRuntime;

/// A plan on the device; sessions share its weights.
final class TensorRtEngine implements Engine {
    private final IRuntime runtime;
    private final ICudaEngine engine;
    private final long engineBytes;
    private final AtomicLong bufferBytes = new AtomicLong();

    private TensorRtEngine(IRuntime runtime, ICudaEngine engine, long engineBytes) {
        this.runtime = runtime;
        this.engine = engine;
        this.engineBytes = engineBytes;
    }

    static TensorRtEngine load(PreparedEngine prepared) {
        CudaDevice.open();
        TensorRtLibrary.load();
        loadPlugins(prepared);
        TensorRtLogger.INSTANCE.forget();
        IRuntime runtime = nvinfer.createInferRuntime(TensorRtLogger.INSTANCE);
        if (runtime == null || runtime.isNull()) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "TensorRT cannot make a runtime: " + TensorRtLogger.INSTANCE.reason());
        }
        // A version-compatible plan carries its own runtime; the plan is our own, by its hash.
        runtime.setEngineHostCodeAllowed(true);
        long free = CudaDevice.memory().freeBytes();
        ICudaEngine engine = deserialise(runtime, prepared);
        return new TensorRtEngine(runtime, engine, free - CudaDevice.memory().freeBytes());
    }

    /// A plugin is code: it has to be the one that the plan was built with.
    private static void loadPlugins(PreparedEngine prepared) {
        PluginLibraries plugins =
                PluginLibraries.of(
                        Optional.ofNullable(
                                prepared.request().options().get(TensorRtProvider.PLUGINS)));
        String built = prepared.identity().settings().getOrDefault(PluginLibraries.SETTING, "");
        if (!plugins.sha256().orElse("").equals(built)) {
            throw AssayException.data(
                    "The plugin libraries %s are not those that %s was built with: prepare it again"
                            .formatted(plugins.files(), prepared.artefact()));
        }
        plugins.load();
    }

    private static ICudaEngine deserialise(IRuntime runtime, PreparedEngine prepared) {
        Path plan = prepared.artefact();
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(plan, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            ICudaEngine engine =
                    runtime.deserializeCudaEngine(NativeObjects.pointer(bytes), bytes.byteSize());
            if (engine == null || engine.isNull()) {
                throw AssayException.data(
                        "TensorRT %s cannot load %s, which was built by %s: %s (%s)"
                                .formatted(
                                        prepared.identity().version(),
                                        plan,
                                        prepared.identity().settings().get("gpu"),
                                        TensorRtLogger.INSTANCE.reason(),
                                        PlanHeader.read(plan).sentence()));
            }
            return engine;
        } catch (IOException e) {
            throw AssayException.data("Cannot read the plan " + plan + ": " + e);
        }
    }

    @Override
    public Session openSession() {
        return new TensorRtSession(engine, bufferBytes);
    }

    @Override
    public Optional<DeviceMemory> memory() {
        return Optional.of(
                new DeviceMemory(engineBytes, engine.getDeviceMemorySizeV2(), bufferBytes.get()));
    }

    @Override
    public void close() {
        NativeObjects.delete(engine, ICudaEngine::new);
        NativeObjects.delete(runtime, IRuntime::new);
    }
}
