package dev.assay.engines.cuda;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.DeviceFacts;
import dev.assay.core.device.DeviceProcess;
import dev.assay.core.device.Range;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// Sums up a GPU's readings over a window of time.
///
/// @param readings in order of time, at least one
record SensorWindow(DeviceFacts gpu, List<Reading> readings) {
    /// The counter moves in steps of tens of milliseconds: over a window of one or two readings its
    /// growth would be chance.
    private static final int FEWEST_FOR_ENERGY = 4;

    DeviceEvidence between(long from, long to, long queries, long measured) {
        List<Reading> inside =
                readings.stream().filter(it -> it.nanos() >= from && it.nanos() <= to).toList();
        List<Reading> shown = inside.isEmpty() ? List.of(nearest(from)) : inside;
        Optional<Double> energy =
                inside.size() < FEWEST_FOR_ENERGY ? Optional.empty() : energy(from, to);
        return new DeviceEvidence(
                gpu.uuid(),
                gpu.name(),
                inside.size(),
                range(shown, Reading::smClockMegahertz),
                range(shown, Reading::memoryClockMegahertz),
                range(shown, Reading::powerWatts),
                gpu.settings().powerLimitWatts(),
                range(shown, Reading::temperatureCelsius),
                ThrottleReasons.of(
                        inside.stream().mapToLong(Reading::throttle).reduce(0, (a, b) -> a | b)),
                energy,
                queries > 0 ? energy.map(joules -> joules / queries) : Optional.empty(),
                OtherProcesses.among(gpu.processes(), processes(inside, from), measured),
                Optional.empty());
    }

    private Reading nearest(long nanos) {
        return readings.stream()
                .min(Comparator.comparingLong(it -> Math.abs(it.nanos() - nanos)))
                .orElseThrow();
    }

    private static Range range(List<Reading> readings, ToDoubleFunction<Reading> sensor) {
        double[] values =
                readings.stream().mapToDouble(sensor).filter(it -> !Double.isNaN(it)).toArray();
        return values.length == 0 ? Range.of(Double.NaN) : Range.of(values);
    }

    /// Processes are asked for more rarely than the rest: a short window falls back on the last
    /// list before it.
    private List<List<DeviceProcess>> processes(List<Reading> inside, long from) {
        List<List<DeviceProcess>> lists =
                inside.stream().flatMap(it -> it.processes().stream()).toList();
        return lists.isEmpty()
                ? readings.stream()
                        .filter(it -> it.nanos() < from)
                        .flatMap(it -> it.processes().stream())
                        .reduce((_, later) -> later)
                        .stream()
                        .toList()
                : lists;
    }

    private Optional<Double> energy(long from, long to) {
        OptionalDouble start = energyAt(from);
        OptionalDouble end = energyAt(to);
        return start.isPresent() && end.isPresent()
                ? Optional.of(end.getAsDouble() - start.getAsDouble())
                : Optional.empty();
    }

    /// The counter at a moment between two readings, on the line between them.
    ///
    /// @return empty outside the readings and without a counter
    OptionalDouble energyAt(long nanos) {
        for (int i = 0; i + 1 < readings.size(); i++) {
            Reading before = readings.get(i);
            Reading after = readings.get(i + 1);
            if (before.nanos() <= nanos && nanos <= after.nanos()) {
                double span = after.nanos() - before.nanos();
                double share = span == 0 ? 0 : (nanos - before.nanos()) / span;
                double joules =
                        before.energyJoules()
                                + share * (after.energyJoules() - before.energyJoules());
                return Double.isNaN(joules) ? OptionalDouble.empty() : OptionalDouble.of(joules);
            }
        }
        return OptionalDouble.empty();
    }
}
