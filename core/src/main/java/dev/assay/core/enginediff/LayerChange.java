package dev.assay.core.enginediff;

import dev.assay.core.breakdown.LayerCost;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What became of one layer.
///
/// @param before empty where only the second engine has it
/// @param after empty where only the first has it
/// @param kinds what changed; none where it is the same
/// @param partner the layer that took it in or that it came out of, for what was fused or broken
public record LayerChange(
        Optional<LayerCost> before, Optional<LayerCost> after, List<Kind> kinds, String partner) {
    public LayerChange {
        kinds = List.copyOf(kinds);
    }

    /// Ways in which layers differ, those that explain most first.
    public enum Kind {
        /// It is part of another layer now.
        FUSED,
        /// It was part of another layer before.
        BROKEN,
        /// It runs in another precision.
        PRECISION,
        /// Its output lies in another layout or type.
        FORMAT,
        /// Another kernel runs it.
        KERNEL,
        /// It was not there before.
        ADDED,
        /// It is not there any more.
        REMOVED
    }

    public boolean is(Kind kind) {
        return kinds.contains(kind);
    }

    /// The layer's name, as it is now if it is still there.
    public String name() {
        return after.or(() -> before).orElseThrow().layer().name();
    }

    /// What it takes longer now; a layer that is not there takes nothing. Empty without times.
    public OptionalDouble costSeconds() {
        OptionalDouble old = seconds(before);
        OptionalDouble now = seconds(after);
        return old.isPresent() && now.isPresent()
                ? OptionalDouble.of(now.getAsDouble() - old.getAsDouble())
                : OptionalDouble.empty();
    }

    private static OptionalDouble seconds(Optional<LayerCost> layer) {
        return layer.isEmpty() ? OptionalDouble.of(0) : layer.get().seconds();
    }
}
