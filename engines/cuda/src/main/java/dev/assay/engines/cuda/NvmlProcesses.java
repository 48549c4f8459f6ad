package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.nvml.NVML_SUCCESS;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetComputeRunningProcesses_v3;
import static org.bytedeco.cuda.global.nvml.nvmlSystemGetProcessName;

import dev.assay.core.device.DeviceProcess;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.nvml.nvmlDevice_st;
import org.bytedeco.cuda.nvml.nvmlProcessInfo_v2_t;

/// Asks which processes compute on a GPU.
final class NvmlProcesses {
    private static final int MOST = 256;
    private static final int NAME_BYTES = 256;

    private final nvmlDevice_st handle;

    NvmlProcesses(nvmlDevice_st handle) {
        this.handle = handle;
    }

    /// @return empty where the driver does not say
    List<DeviceProcess> list() {
        List<DeviceProcess> processes = new ArrayList<>();
        try (nvmlProcessInfo_v2_t infos = new nvmlProcessInfo_v2_t(MOST)) {
            int[] count = {MOST};
            if (nvmlDeviceGetComputeRunningProcesses_v3(handle, count, infos) != NVML_SUCCESS) {
                return List.of();
            }
            for (int i = 0; i < count[0]; i++) {
                infos.position(i);
                // An unknown size is all bits set, which is -1 here as well.
                processes.add(
                        new DeviceProcess(infos.pid(), name(infos.pid()), infos.usedGpuMemory()));
            }
            infos.position(0);
        }
        return List.copyOf(processes);
    }

    /// Only processes that this one can see have a name.
    private static String name(int pid) {
        byte[] name = new byte[NAME_BYTES];
        if (nvmlSystemGetProcessName(pid, name, NAME_BYTES) != NVML_SUCCESS) {
            return "unknown program";
        }
        return new String(name, StandardCharsets.UTF_8).split("\0", 2)[0];
    }
}
