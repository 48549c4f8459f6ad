package dev.assay.core.breakdown;

import dev.assay.core.kernels.KernelTime;
import dev.assay.core.layers.EngineLayer;
import dev.assay.core.layers.LayerWork;
import dev.assay.core.speed.SpeedOfLight;
import java.util.List;
import java.util.OptionalDouble;

/// One layer with its kernels.
///
/// @param seconds sum of its kernels' medians; empty where none is known to be its own
/// @param lightSeconds at the GPU's ceilings; empty where these or the work are not known
/// @param bound what limits it there
public record LayerCost(
        EngineLayer layer,
        LayerWork work,
        List<KernelTime> kernels,
        OptionalDouble seconds,
        OptionalDouble lightSeconds,
        SpeedOfLight.Bound bound) {
    public LayerCost {
        kernels = List.copyOf(kernels);
    }

    /// Share of speed of light.
    public OptionalDouble lightShare() {
        return seconds.orElse(0) > 0 && lightSeconds.isPresent()
                ? OptionalDouble.of(lightSeconds.getAsDouble() / seconds.getAsDouble())
                : OptionalDouble.empty();
    }

    public OptionalDouble flopPerSecond() {
        return rate(work.flop());
    }

    public OptionalDouble bytesPerSecond() {
        return rate(work.bytes());
    }

    private OptionalDouble rate(OptionalDouble amount) {
        return seconds.orElse(0) > 0 && amount.isPresent()
                ? OptionalDouble.of(amount.getAsDouble() / seconds.getAsDouble())
                : OptionalDouble.empty();
    }
}
