package dev.assay.onnx.network;

import java.util.Optional;

/// A square convolution.
///
/// @param kernel `[O, I / groups, k, k]`; of a transposed one `[I, O / groups, k, k]`
/// @param bias `[O]`
/// @param padding zeros on every side
public record Convolution(
        Weight kernel, Optional<Weight> bias, int stride, int padding, int groups) {
    public int size() {
        return Math.toIntExact(kernel.shape().dim(2));
    }

    /// Channels that it makes.
    ///
    /// @param transposed whether it is used as a transposed one
    public long outputs(boolean transposed) {
        return transposed ? kernel.shape().dim(1) * groups : kernel.shape().dim(0);
    }
}
