package dev.assay.core.speedup;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.Range;
import dev.assay.core.device.ThrottleReason;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementBoundary;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Under which conditions the forks of a case ran, as far as they were recorded.
///
/// A case's clock is the median of its forks' medians, and its power limit was reached where at
/// least half of its forks saw that: the fork is the replicate.
///
/// @param gpu whether it ran on a GPU
/// @param gpuNames for sentences; several where forks ran on different GPUs
/// @param gpuIds UUIDs; empty where no sensors were read
/// @param smClockMegahertz empty where no sensors were read in a fork, as is the memory's clock
/// @param powerLimited whether the power limit or brake held its clocks down
/// @param settings of the engine and its loop; values of forks that differ are joined
/// @param inFlight queries at a time
record Conditions(
        boolean gpu,
        Set<String> gpuNames,
        Set<String> gpuIds,
        OptionalDouble smClockMegahertz,
        OptionalDouble memoryClockMegahertz,
        boolean powerLimited,
        Map<String, String> settings,
        Set<Integer> inFlight) {
    private static final Set<ThrottleReason> POWER =
            Set.of(ThrottleReason.SW_POWER_CAP, ThrottleReason.HW_POWER_BRAKE);

    /// The first that computes in TF32; see NVIDIA's Ampere tuning guide.
    private static final double TF32_CAPABILITY = 8.0;

    Conditions {
        gpuNames = Set.copyOf(gpuNames);
        gpuIds = Set.copyOf(gpuIds);
        settings = Map.copyOf(settings);
        inFlight = Set.copyOf(inFlight);
    }

    static Conditions of(List<Measurement> forks) {
        List<DeviceEvidence> devices =
                forks.stream().flatMap(fork -> fork.device().stream()).toList();
        Map<String, String> settings = settings(forks);
        boolean complete = !forks.isEmpty() && devices.size() == forks.size();
        long limited =
                devices.stream()
                        .filter(it -> it.throttleReasons().stream().anyMatch(POWER::contains))
                        .count();
        Set<String> names = names(devices);
        Optional.ofNullable(settings.get("gpu")).ifPresent(names::add);
        return new Conditions(
                !devices.isEmpty() || settings.containsKey("gpu") || hasDeviceTimes(forks),
                names,
                devices.stream().map(DeviceEvidence::uuid).collect(Collectors.toSet()),
                complete
                        ? median(devices, DeviceEvidence::smClockMegahertz)
                        : OptionalDouble.empty(),
                complete
                        ? median(devices, DeviceEvidence::memoryClockMegahertz)
                        : OptionalDouble.empty(),
                limited > 0 && 2 * limited >= forks.size(),
                settings,
                forks.stream().map(fork -> fork.flow().inFlight()).collect(Collectors.toSet()));
    }

    private static Set<String> names(List<DeviceEvidence> devices) {
        return devices.stream()
                .map(DeviceEvidence::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean hasDeviceTimes(List<Measurement> forks) {
        return forks.stream()
                .anyMatch(fork -> fork.at(MeasurementBoundary.DEVICE_COMPUTE).isPresent());
    }

    private static OptionalDouble median(
            List<DeviceEvidence> devices, Function<DeviceEvidence, Range> clock) {
        return OptionalDouble.of(
                Range.of(devices.stream().mapToDouble(it -> clock.apply(it).median()).toArray())
                        .median());
    }

    private static Map<String, String> settings(List<Measurement> forks) {
        Map<String, Set<String>> values = new TreeMap<>();
        forks.forEach(fork ->
                fork.engine()
                        .settings()
                        .forEach((key, value) ->
                                values.computeIfAbsent(key, it -> new TreeSet<>()).add(value)));
        Map<String, String> joined = new TreeMap<>();
        values.forEach((key, distinct) -> joined.put(key, String.join(" | ", distinct)));
        return joined;
    }

    Optional<String> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    /// For example `NVIDIA H200`, or `the CPU`.
    String place() {
        if (!gpu) {
            return "the CPU";
        }
        return gpuNames.isEmpty()
                ? "a GPU"
                : gpuNames.stream()
                        .sorted(Comparator.naturalOrder())
                        .collect(Collectors.joining(", "));
    }

    /// Whether products of single precision could be rounded to TF32; empty where nobody recorded
    /// it. A CPU and a GPU before Ampere have no TF32.
    Optional<Boolean> tf32() {
        if (!gpu || capability() < TF32_CAPABILITY) {
            return Optional.of(false);
        }
        return setting("tf32").map(it -> !it.equals("false"));
    }

    private double capability() {
        return setting("computeCapability")
                .filter(it -> it.matches("[0-9]+\\.[0-9]+"))
                .map(Double::parseDouble)
                .orElse(Double.MAX_VALUE);
    }
}
