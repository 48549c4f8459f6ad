package dev.assay.core.speed;

import dev.assay.core.layers.LayerWork;
import java.util.OptionalDouble;

/// How long work would take at a GPU's ceilings (the roofline model).
///
/// A layer takes at least the longer of operations / peak rate and bytes / bandwidth. The share of
/// speed of light is that time over the measured one. It can exceed 1 where tensors stay in the
/// cache between layers.
public record SpeedOfLight(Ceilings ceilings) {
    /// What limits a layer.
    public enum Bound {
        MEMORY,
        ARITHMETIC
    }

    /// Shortest time, empty where the work or the ceiling is not known.
    ///
    /// @param precision that the layer computes in
    public OptionalDouble seconds(LayerWork work, String precision) {
        OptionalDouble memory = memorySeconds(work);
        OptionalDouble arithmetic = arithmeticSeconds(work, precision);
        return memory.isPresent() && arithmetic.isPresent()
                ? OptionalDouble.of(Math.max(memory.getAsDouble(), arithmetic.getAsDouble()))
                : OptionalDouble.empty();
    }

    /// Which of the two it is, if {@link #seconds} knows it.
    public Bound bound(LayerWork work, String precision) {
        return arithmeticSeconds(work, precision).orElse(0) > memorySeconds(work).orElse(0)
                ? Bound.ARITHMETIC
                : Bound.MEMORY;
    }

    private OptionalDouble memorySeconds(LayerWork work) {
        return work.bytes().isPresent() && ceilings.bytesPerSecond() > 0
                ? OptionalDouble.of(work.bytes().getAsDouble() / ceilings.bytesPerSecond())
                : OptionalDouble.empty();
    }

    private OptionalDouble arithmeticSeconds(LayerWork work, String precision) {
        if (work.flop().isEmpty()) {
            return OptionalDouble.empty();
        }
        double flop = work.flop().getAsDouble();
        if (flop == 0) {
            return OptionalDouble.of(0);
        }
        OptionalDouble peak = ceilings.flopPerSecond(precision);
        return peak.isPresent() ? OptionalDouble.of(flop / peak.getAsDouble()) : peak;
    }
}
