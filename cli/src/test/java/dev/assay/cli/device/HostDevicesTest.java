package dev.assay.cli.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.device.DeviceFacts;
import dev.assay.core.device.DeviceProcess;
import dev.assay.core.device.DeviceSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostDevicesTest {
    private static final DeviceFacts FIRST = device(0, "GPU-aaaa-1", List.of());
    private static final DeviceFacts SECOND =
            device(1, "GPU-bbbb-2", List.of(new DeviceProcess(4711, "train.py", 5L << 30)));
    private static final HostDevices HOST =
            new HostDevices(List.of(FIRST, SECOND), Optional.empty());

    @Test
    void choosesByIndexOrUuid() {
        assertThat(HOST.choose("1")).isEqualTo(SECOND);
        assertThat(HOST.choose("GPU-aaaa")).isEqualTo(FIRST);
    }

    @Test
    void saysWhichThereAre() {
        assertThatThrownBy(() -> HOST.choose("2"))
                .hasMessageContaining("There is no GPU 2 here")
                .hasMessageContaining("1 (Made-up A1, GPU-bbbb-2)");
    }

    @Test
    void saysWhyThereIsNone() {
        HostDevices none = new HostDevices(List.of(), Optional.of("there is no NVIDIA driver"));

        assertThatThrownBy(() -> none.choose("0"))
                .hasMessageContaining("none (there is no NVIDIA driver)");
    }

    @Test
    void namesWhoUsesABusyGpu() {
        HostDevices.requireIdle(FIRST);

        assertThatThrownBy(() -> HostDevices.requireIdle(SECOND))
                .hasMessageContaining("train.py (pid 4711, 5120 MiB)")
                .hasMessageContaining("--allow-shared");
    }

    private static DeviceFacts device(int index, String uuid, List<DeviceProcess> processes) {
        return new DeviceFacts(
                index,
                uuid,
                "Made-up A1",
                "550.54.15",
                "12.4",
                "8.6",
                24L << 30,
                1695,
                new DeviceSettings(150, true, false, true, DeviceSettings.DEFAULT_CLOCKS),
                processes);
    }
}
