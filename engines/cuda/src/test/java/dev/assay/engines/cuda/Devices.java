package dev.assay.engines.cuda;

import dev.assay.core.device.DeviceFacts;
import dev.assay.core.device.DeviceProcess;
import dev.assay.core.device.DeviceSettings;
import java.util.List;

/// GPUs that are not there.
final class Devices {
    private Devices() {}

    static DeviceFacts device(int index, String uuid, DeviceProcess... processes) {
        return new DeviceFacts(
                index,
                uuid,
                "NVIDIA A10",
                "550.54.15",
                "12.4",
                "8.6",
                24L << 30,
                1695,
                new DeviceSettings(150, true, false, true, DeviceSettings.DEFAULT_CLOCKS),
                List.of(processes));
    }

    static DeviceProcess process(long pid) {
        return new DeviceProcess(pid, "program " + pid, 1 << 20);
    }
}
