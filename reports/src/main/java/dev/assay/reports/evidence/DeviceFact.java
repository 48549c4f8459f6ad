package dev.assay.reports.evidence;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.DeviceMemory;
import dev.assay.core.device.DeviceProcess;
import dev.assay.core.device.Range;
import dev.assay.core.device.ThrottleReason;
import dev.assay.reports.text.Numbers;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// A row of a fork table about the device.
record DeviceFact(String name, Function<DeviceEvidence, String> of) {
    private static final double MEBI = 1 << 20;

    static List<DeviceFact> all(int batch) {
        return List.of(
                new DeviceFact("GPU", DeviceEvidence::name),
                new DeviceFact("Sensor readings", it -> Integer.toString(it.readings())),
                new DeviceFact("SM clock, MHz", it -> range(it.smClockMegahertz())),
                new DeviceFact("Memory clock, MHz", it -> range(it.memoryClockMegahertz())),
                new DeviceFact("Power, W", DeviceFact::power),
                new DeviceFact("Temperature, °C", it -> range(it.temperatureCelsius())),
                new DeviceFact("Throttling", DeviceFact::throttling),
                new DeviceFact("Energy per query, J", it -> joules(it, 1)),
                new DeviceFact("Energy per image, J", it -> joules(it, batch)),
                new DeviceFact("Memory of engine", it -> memory(it, DeviceMemory::engineBytes)),
                new DeviceFact("Memory of context", it -> memory(it, DeviceMemory::contextBytes)),
                new DeviceFact("Memory of buffers", it -> memory(it, DeviceMemory::bufferBytes)),
                new DeviceFact("Other processes", DeviceFact::processes));
    }

    /// Median, and everything that was read.
    static String range(Range range) {
        return Double.isNaN(range.median())
                ? "unknown"
                : "%s (%s–%s)"
                        .formatted(
                                Numbers.fixed(range.median(), 0),
                                Numbers.fixed(range.min(), 0),
                                Numbers.fixed(range.max(), 0));
    }

    static String power(DeviceEvidence device) {
        return range(device.powerWatts()) + " of " + Numbers.fixed(device.powerLimitWatts(), 0);
    }

    static String throttling(DeviceEvidence device) {
        return device.throttleReasons().isEmpty()
                ? "none"
                : device.throttleReasons().stream()
                        .map(ThrottleReason::words)
                        .collect(Collectors.joining("; "));
    }

    private static String joules(DeviceEvidence device, int images) {
        return device.joulesPerQuery()
                .map(it -> Numbers.significant(it / images))
                .orElse(Numbers.ABSENT);
    }

    private static String memory(DeviceEvidence device, ToLongFunction<DeviceMemory> part) {
        return device.memory()
                .map(it -> Numbers.fixed(part.applyAsLong(it) / MEBI, 1) + " MiB")
                .orElse(Numbers.ABSENT);
    }

    private static String processes(DeviceEvidence device) {
        return device.otherProcesses().isEmpty()
                ? "none"
                : device.otherProcesses().stream()
                        .map(DeviceFact::process)
                        .collect(Collectors.joining("; "));
    }

    private static String process(DeviceProcess process) {
        String memory =
                process.memoryBytes() < 0
                        ? "memory unknown"
                        : Numbers.fixed(process.memoryBytes() / MEBI, 0) + " MiB";
        return "%s (pid %s, %s)".formatted(process.name(), process.pid(), memory);
    }
}
