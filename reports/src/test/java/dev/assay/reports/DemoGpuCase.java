package dev.assay.reports;

import dev.assay.core.run.LayerPrecisions;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A measured case of {@link DemoGpuRun}, with made-up numbers.
///
/// @param seconds that a query computes
/// @param relativeL2 of its outputs
/// @param forks how many there are
/// @param builds how much longer each build computes, as a factor; taken in turn by the forks
/// @param layers that run in the precision asked for, of 58
/// @param capped whether the power limit held the clock down
/// @param shared whether another process used the GPU
record DemoGpuCase(
        CaseId id,
        double seconds,
        double relativeL2,
        int forks,
        List<Double> builds,
        int layers,
        boolean capped,
        boolean shared) {
    private static final int LAYERS = 58;

    static DemoGpuCase of(String id, double seconds, double relativeL2) {
        return new DemoGpuCase(
                new CaseId(id), seconds, relativeL2, 3, List.of(1.0), 41, false, false);
    }

    DemoGpuCase built(int times, Double... factors) {
        return new DemoGpuCase(
                id, seconds, relativeL2, times, List.of(factors), layers, capped, shared);
    }

    DemoGpuCase running(int inPrecision) {
        return new DemoGpuCase(id, seconds, relativeL2, forks, builds, inPrecision, capped, shared);
    }

    DemoGpuCase atPowerLimit() {
        return new DemoGpuCase(id, seconds, relativeL2, forks, builds, layers, true, shared);
    }

    DemoGpuCase besideAnother() {
        return new DemoGpuCase(id, seconds, relativeL2, forks, builds, layers, capped, true);
    }

    boolean tensorRt() {
        return id.engine().startsWith("tensorrt");
    }

    boolean onDevice() {
        return tensorRt() || id.model().equals("resnet50");
    }

    double seconds(int fork) {
        return seconds
                * builds.get(fork % builds.size())
                * (1 + 0.0004 * Math.floorDiv(fork, builds.size()));
    }

    /// SHA-256 of a plan that does not exist.
    String artefact(int fork) {
        String digits = Integer.toHexString((id.text().hashCode() & 0xFFFFFF) | 0x1000000);
        return (digits.substring(1) + "b" + fork % builds.size()).repeat(8);
    }

    Optional<LayerPrecisions> precisions() {
        if (!tensorRt()) {
            return Optional.empty();
        }
        String asked = id.precision().toUpperCase(Locale.ROOT);
        Map<String, Integer> counts =
                layers == 0
                        ? Map.of("FP32", LAYERS)
                        : asked.equals("FP32")
                                ? Map.of("FP32", LAYERS)
                                : Map.of(asked, layers, "FP32", LAYERS - layers);
        return Optional.of(new LayerPrecisions(LAYERS, counts, 6, 0));
    }
}
