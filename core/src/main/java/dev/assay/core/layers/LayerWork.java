package dev.assay.core.layers;

import java.util.OptionalDouble;

/// How much a layer has to do, from its shapes.
///
/// @param flop floating-point (or integer) operations, a multiply and an add being two; only
///   convolutions and matrix products are counted, 0 for all others; empty where they cannot be
///   counted
/// @param bytes that have to be read and written once, weights included; empty where a shape or a
///   type is not known
public record LayerWork(OptionalDouble flop, OptionalDouble bytes) {
    /// Nothing runs.
    public static final LayerWork NONE = new LayerWork(OptionalDouble.of(0), OptionalDouble.of(0));

    /// Arithmetic intensity: operations for each byte.
    public OptionalDouble intensity() {
        return flop.isPresent() && bytes.isPresent() && bytes.getAsDouble() > 0
                ? OptionalDouble.of(flop.getAsDouble() / bytes.getAsDouble())
                : OptionalDouble.empty();
    }
}
