package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.nvml.NVML_ERROR_DRIVER_NOT_LOADED;
import static org.bytedeco.cuda.global.nvml.NVML_ERROR_LIBRARY_NOT_FOUND;
import static org.bytedeco.cuda.global.nvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH;
import static org.bytedeco.cuda.global.nvml.NVML_SUCCESS;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetCount_v2;
import static org.bytedeco.cuda.global.nvml.nvmlErrorString;
import static org.bytedeco.cuda.global.nvml.nvmlInit_v2;
import static org.bytedeco.cuda.global.nvml.nvmlShutdown;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.util.ArrayList;
import java.util.List;

/// The driver's management library. The driver counts how often it is opened.
final class Nvml implements AutoCloseable {
    private Nvml() {}

    /// @throws AssayException of kind `ENVIRONMENT` if there is no working driver
    static Nvml open() {
        try {
            check(nvmlInit_v2(), "start");
        } catch (LinkageError e) {
            throw LoadFailure.explain(e);
        }
        return new Nvml();
    }

    /// Every GPU, in PCI bus order.
    List<NvmlDevice> devices() {
        int[] count = new int[1];
        check(nvmlDeviceGetCount_v2(count), "count the GPUs");
        List<NvmlDevice> devices = new ArrayList<>();
        for (int i = 0; i < count[0]; i++) {
            devices.add(new NvmlDevice(i));
        }
        return devices;
    }

    @Override
    public void close() {
        nvmlShutdown();
    }

    static void check(int code, String what) {
        if (code != NVML_SUCCESS) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "The GPU's sensors failed to %s: %s (NVML error %d). %s"
                            .formatted(
                                    what, nvmlErrorString(code).getString(), code, advice(code)));
        }
    }

    static String advice(int code) {
        return switch (code) {
            case NVML_ERROR_DRIVER_NOT_LOADED, NVML_ERROR_LIBRARY_NOT_FOUND ->
                    "Install the NVIDIA driver, or load it with 'nvidia-smi'";
            case NVML_ERROR_LIB_RM_VERSION_MISMATCH ->
                    "The driver was updated while it was loaded: restart the machine";
            default -> "See what 'nvidia-smi' says";
        };
    }
}
