package dev.assay.core.kernels;

/// Which layer a kernel belongs to, and how that is known.
///
/// @param layer its index in the engine
public record LayerLink(int layer, By by) {
    /// How sure it is, surest first.
    public enum By {
        /// The library named the layer when it launched the kernel.
        RANGE,
        /// The kernel has the name that the layer's tactic has.
        TACTIC,
        /// It ran between two kernels of known layers, where this layer lies.
        POSITION
    }
}
