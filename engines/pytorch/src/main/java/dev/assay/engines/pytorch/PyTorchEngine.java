package dev.assay.engines.pytorch;

import dev.assay.core.device.DeviceMemory;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import dev.assay.engines.cuda.CudaDevice;
import java.util.Map;
import java.util.Optional;

/// A TorchScript module on its device; sessions share it.
final class PyTorchEngine implements Engine {
    private final ModuleCall call;
    private final long freeBefore;
    private final long engineBytes;

    /// @param freeBefore free device memory before the module was loaded, 0 on the CPU
    PyTorchEngine(ModuleCall call, long freeBefore) {
        this.call = call;
        this.freeBefore = freeBefore;
        engineBytes = call.onCuda() ? freeBefore - CudaDevice.memory().freeBytes() : 0;
    }

    @Override
    public Session openSession() {
        if (call.onCuda()) {
            return new CudaSession(call);
        }
        return new Session() {
            @Override
            public Query bind(Map<String, TensorData> inputs) {
                return new PyTorchQuery(call, ModuleArguments.inOrder(call.module(), inputs));
            }

            @Override
            public void close() {
                // The module belongs to the engine.
            }
        };
    }

    /// The caching allocator gives nothing back while the process lives, so that inputs, outputs
    /// and activations are one number.
    @Override
    public Optional<DeviceMemory> memory() {
        if (!call.onCuda()) {
            return Optional.empty();
        }
        long used = freeBefore - CudaDevice.memory().freeBytes();
        return Optional.of(new DeviceMemory(engineBytes, Math.max(0, used - engineBytes), 0));
    }

    @Override
    public void close() {
        call.module().close();
        call.device().close();
    }
}
