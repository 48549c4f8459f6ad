package dev.assay.reports;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.DeviceMemory;
import dev.assay.core.device.DeviceProcess;
import dev.assay.core.device.Range;
import dev.assay.core.device.ThrottleReason;
import java.util.List;
import java.util.Optional;

/// What the sensors of a card of 150 W could have said. Made up: no such card was asked.
final class DemoDevice {
    static final String UUID = "GPU-5f3c0a52-7d1e-4d0b-9a43-000000000000";
    static final double POWER_LIMIT = 150;
    private static final long MEBI = 1 << 20;

    private DemoDevice() {}

    /// @param capped whether the power limit held the clock down
    /// @param querySeconds of the queries in the window
    static DeviceEvidence evidence(
            int fork, boolean capped, double querySeconds, long bufferBytes) {
        double clock = (capped ? 1365 : 1695) - 15 * fork;
        double power = capped ? 148.6 : 118 + fork;
        return new DeviceEvidence(
                UUID,
                "NVIDIA A10",
                30,
                new Range(clock - (capped ? 105 : 0), clock, capped ? 1695 : clock),
                new Range(6251, 6251, 6251),
                new Range(power - 22, power, capped ? 151.2 : power + 4),
                POWER_LIMIT,
                new Range(58 + fork, 61 + fork, 63 + fork),
                capped ? List.of(ThrottleReason.SW_POWER_CAP) : List.of(),
                Optional.of(power * 1.5),
                Optional.of(power * querySeconds),
                List.of(),
                Optional.of(new DeviceMemory(41 * MEBI, 612 * MEBI, bufferBytes)));
    }

    static DeviceEvidence shared(DeviceEvidence alone) {
        return new DeviceEvidence(
                alone.uuid(),
                alone.name(),
                alone.readings(),
                alone.smClockMegahertz(),
                alone.memoryClockMegahertz(),
                alone.powerWatts(),
                alone.powerLimitWatts(),
                alone.temperatureCelsius(),
                alone.throttleReasons(),
                alone.energyJoules(),
                alone.joulesPerQuery(),
                List.of(new DeviceProcess(4711, "python3", 2048 * MEBI)),
                alone.memory());
    }
}
