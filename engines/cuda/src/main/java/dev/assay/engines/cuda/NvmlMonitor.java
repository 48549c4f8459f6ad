package dev.assay.engines.cuda;

import dev.assay.core.device.DeviceFacts;
import dev.assay.engines.DeviceMonitor;
import java.util.List;

/// Sensors of NVIDIA GPUs, through their driver's management library.
public final class NvmlMonitor implements DeviceMonitor {
    @Override
    public List<DeviceFacts> devices() {
        try (Nvml nvml = Nvml.open()) {
            return facts(nvml.devices());
        }
    }

    private static List<DeviceFacts> facts(List<NvmlDevice> devices) {
        return devices.stream().map(NvmlDevice::facts).toList();
    }

    @Override
    public Recording start() {
        Nvml nvml = Nvml.open();
        try {
            List<NvmlDevice> devices = nvml.devices();
            int first = VisibleDevice.first(System.getenv("CUDA_VISIBLE_DEVICES"), facts(devices));
            return new SensorRecording(devices.get(first), nvml::close);
        } catch (RuntimeException e) {
            nvml.close();
            throw e;
        }
    }
}
