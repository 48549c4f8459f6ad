package dev.assay.reports.evidence;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.DeviceMemory;
import dev.assay.core.device.Range;
import dev.assay.core.device.ThrottleReason;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Fork;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the GPU did while each case was measured, over its forks.
final class DeviceTable {
    private static final double MEBI = 1 << 20;

    private DeviceTable() {}

    /// Empty where no case ran on a device.
    static Optional<DataTable> of(ReportModel model) {
        List<List<String>> rows = new ArrayList<>();
        for (CaseRow row : model.rows()) {
            List<DeviceEvidence> devices =
                    row.forks().stream()
                            .map(Fork::measurement)
                            .flatMap(it -> it.device().stream())
                            .toList();
            if (!devices.isEmpty()) {
                rows.add(cells(row, devices));
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DataTable(
                                "What the GPU did while each case was measured",
                                List.of(
                                        "Case",
                                        "Throttling",
                                        "SM clock, MHz",
                                        "Power, W",
                                        "Temperature, °C",
                                        "J/query",
                                        "J/image",
                                        "Engine + context + buffers, MiB"),
                                2,
                                rows));
    }

    private static List<String> cells(CaseRow row, List<DeviceEvidence> devices) {
        OptionalDouble joules = row.joulesPerQuery();
        return List.of(
                row.id().text(),
                throttling(devices),
                DeviceFact.range(over(devices, DeviceEvidence::smClockMegahertz)),
                DeviceFact.range(over(devices, DeviceEvidence::powerWatts))
                        + " of "
                        + Numbers.fixed(devices.getFirst().powerLimitWatts(), 0),
                DeviceFact.range(over(devices, DeviceEvidence::temperatureCelsius)),
                joules.isPresent() ? Numbers.significant(joules.getAsDouble()) : Numbers.ABSENT,
                joules.isPresent()
                        ? Numbers.significant(joules.getAsDouble() / row.id().batch())
                        : Numbers.ABSENT,
                devices.stream()
                        .flatMap(it -> it.memory().stream())
                        .findFirst()
                        .map(DeviceTable::memory)
                        .orElse(Numbers.ABSENT));
    }

    /// Median of the forks' medians, smallest and largest reading.
    private static Range over(
            List<DeviceEvidence> devices, Function<DeviceEvidence, Range> sensor) {
        List<Range> known =
                devices.stream().map(sensor).filter(it -> !Double.isNaN(it.median())).toList();
        if (known.isEmpty()) {
            return Range.of(Double.NaN);
        }
        return new Range(
                known.stream().mapToDouble(Range::min).min().orElseThrow(),
                Range.of(known.stream().mapToDouble(Range::median).toArray()).median(),
                known.stream().mapToDouble(Range::max).max().orElseThrow());
    }

    private static String throttling(List<DeviceEvidence> devices) {
        List<ThrottleReason> seen =
                devices.stream()
                        .flatMap(it -> it.throttleReasons().stream())
                        .distinct()
                        .sorted()
                        .toList();
        return seen.isEmpty()
                ? "none"
                : seen.stream()
                        .map(reason ->
                                "%s (%s of %s forks)"
                                        .formatted(
                                                reason.words(),
                                                devices.stream()
                                                        .filter(it ->
                                                                it.throttleReasons()
                                                                        .contains(reason))
                                                        .count(),
                                                devices.size()))
                        .collect(Collectors.joining("; "));
    }

    private static String memory(DeviceMemory memory) {
        return "%s + %s + %s"
                .formatted(
                        Numbers.fixed(memory.engineBytes() / MEBI, 1),
                        Numbers.fixed(memory.contextBytes() / MEBI, 1),
                        Numbers.fixed(memory.bufferBytes() / MEBI, 1));
    }
}
