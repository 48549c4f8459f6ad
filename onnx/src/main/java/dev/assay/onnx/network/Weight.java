package dev.assay.onnx.network;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.Shape;
import java.nio.FloatBuffer;

/// A parameter of a network in FP32, row-major.
///
/// @param name PyTorch's
/// @param values not to be changed
public record Weight(String name, Shape shape, FloatBuffer values) {
    public Weight {
        values = values.asReadOnlyBuffer();
        if (shape.elements() != values.remaining()) {
            throw AssayException.data(
                    "Parameter '%s' has %d values, its shape %s needs %d"
                            .formatted(name, values.remaining(), shape, shape.elements()));
        }
    }

    /// The values from the first, whatever was read of them before.
    @Override
    public FloatBuffer values() {
        return values.duplicate();
    }

    /// The same values in another shape.
    public Weight reshaped(Shape other) {
        return new Weight(name, other, values);
    }
}
