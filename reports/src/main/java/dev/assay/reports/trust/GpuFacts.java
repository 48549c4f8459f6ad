package dev.assay.reports.trust;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.Range;
import dev.assay.core.device.ThrottleReason;
import dev.assay.reports.text.Numbers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The GPU, and how its clock was while forks measured.
final class GpuFacts {
    private final HostFacts host;
    private final List<DeviceEvidence> devices;

    GpuFacts(HostFacts host, Recorded recorded) {
        this.host = host;
        this.devices = recorded.devices();
    }

    boolean any() {
        return !devices.isEmpty();
    }

    Fact gpu() {
        String names =
                Recorded.joined(
                        devices.stream().map(DeviceEvidence::name).distinct().sorted().toList());
        String limits =
                devices.stream()
                        .map(it -> Numbers.fixed(it.powerLimitWatts(), 0) + " W")
                        .distinct()
                        .collect(Collectors.joining(" · "));
        return new Fact(
                "GPU",
                names + ", " + limits,
                "compute capability "
                        + host.find("gpu.*capability.*")
                        + ", "
                        + host.find("gpu.*memory.*")
                        + " MiB, "
                        + Recorded.joined(
                                devices.stream()
                                        .map(DeviceEvidence::uuid)
                                        .distinct()
                                        .sorted()
                                        .toList()));
    }

    Fact driver() {
        return new Fact(
                "Driver, CUDA",
                host.find("gpu\\.?driver", "gpu\\.?driver.?cuda"),
                "newest CUDA that the driver knows");
    }

    /// Of the forks' medians, with everything between the lowest and the highest reading.
    Fact clock() {
        List<Range> clocks =
                devices.stream()
                        .map(DeviceEvidence::smClockMegahertz)
                        .filter(it -> !Double.isNaN(it.median()))
                        .toList();
        if (clocks.isEmpty()) {
            return new Fact("SM clock", "not recorded", "");
        }
        double median = Range.of(clocks.stream().mapToDouble(Range::median).toArray()).median();
        double min = clocks.stream().mapToDouble(Range::min).min().orElseThrow();
        double max = clocks.stream().mapToDouble(Range::max).max().orElseThrow();
        return new Fact(
                "SM clock",
                "%s MHz (%s–%s)"
                        .formatted(
                                Numbers.fixed(median, 0),
                                Numbers.fixed(min, 0),
                                Numbers.fixed(max, 0)),
                "median of the forks' medians, smallest and largest reading of all forks");
    }

    Fact throttling() {
        Map<ThrottleReason, Integer> forks = new EnumMap<>(ThrottleReason.class);
        devices.forEach(
                it -> it.throttleReasons().forEach(reason -> forks.merge(reason, 1, Integer::sum)));
        String seen =
                forks.entrySet().stream()
                        .map(it ->
                                "%s in %s of %s forks"
                                        .formatted(
                                                it.getKey().words(), it.getValue(), devices.size()))
                        .collect(Collectors.joining(" · "));
        return new Fact(
                "Throttling",
                seen.isEmpty() ? "none seen" : seen,
                "why clocks were held down, by the driver's own reasons");
    }
}
