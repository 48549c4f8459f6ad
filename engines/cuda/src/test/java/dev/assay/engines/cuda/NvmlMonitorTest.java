package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.DeviceFacts;
import dev.assay.engines.DeviceMonitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gpu")
class NvmlMonitorTest {
    private final DeviceMonitor monitor = DeviceMonitor.find().orElseThrow();

    @Test
    void describesEveryGpu() {
        assertThat(monitor.devices())
                .isNotEmpty()
                .allSatisfy(device -> {
                    assertThat(device.uuid()).startsWith("GPU-");
                    assertThat(device.name()).isNotBlank();
                    assertThat(device.driver()).matches("[0-9.]+");
                    assertThat(device.cudaVersion()).matches("[0-9]+\\.[0-9]+");
                    assertThat(device.memoryBytes()).isGreaterThan(1L << 30);
                    assertThat(device.maxSmClockMegahertz()).isPositive();
                    assertThat(device.settings().powerLimitWatts()).isPositive();
                    assertThat(device.settings().clockPolicy())
                            .matches("default|application clocks [0-9]+ MHz");
                });
        assertThat(monitor.devices().stream().map(DeviceFacts::index))
                .startsWith(0)
                .doesNotHaveDuplicates();
    }

    @Test
    void readsClocksPowerAndTemperature() {
        try (DeviceMonitor.Recording recording = monitor.start()) {
            DeviceEvidence evidence =
                    recording.between(0, Long.MAX_VALUE, 1, ProcessHandle.current().pid());

            assertThat(evidence.readings()).isGreaterThanOrEqualTo(2);
            assertThat(evidence.smClockMegahertz().max()).isPositive();
            assertThat(evidence.memoryClockMegahertz().max()).isPositive();
            assertThat(evidence.powerWatts().max()).isPositive();
            assertThat(evidence.temperatureCelsius().median()).isBetween(5.0, 120.0);
        }
    }
}
