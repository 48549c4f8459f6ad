package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.cuda.CudaDevice;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/// Where LibTorch computes.
enum TorchDevice {
    CPU("cpu"),
    CUDA("cuda");

    private final String id;

    TorchDevice(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /// By the engine's option `device`: a GPU where LibTorch finds one, unless it says otherwise.
    ///
    /// @throws AssayException of kind `ENVIRONMENT` if it wants a GPU and there is none, or no
    ///   LibTorch for it
    static TorchDevice of(EngineRequest request) {
        String wanted = request.options().getOrDefault("device", "auto");
        if (wanted.equals("cpu") || (wanted.equals("auto") && !torch.cuda_is_available())) {
            return CPU;
        }
        if (!torch.cuda_is_available()) {
            // Says what is missing, if it is the driver or a visible GPU.
            CudaDevice.open();
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "This LibTorch is built for CPUs: build Assay with the Maven profile gpu, as ./run-all.sh --gpu does, or see docs/offline-gpu-host.md");
        }
        return CUDA;
    }

    /// To be closed by the caller.
    Device handle() {
        return new Device(this == CUDA ? "cuda:0" : id);
    }

    /// Free memory of the device, 0 on the CPU.
    long freeBytes() {
        if (this == CPU) {
            return 0;
        }
        CudaDevice.open();
        return CudaDevice.memory().freeBytes();
    }

    Map<String, String> facts() {
        if (this == CPU) {
            return Map.of("device", id);
        }
        CudaDevice gpu = CudaDevice.open();
        return Map.of(
                "device", id, "gpu", gpu.name(), "computeCapability", gpu.computeCapability());
    }
}
