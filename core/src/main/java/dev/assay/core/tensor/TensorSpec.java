package dev.assay.core.tensor;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;

/// Name, storage type and shape of a tensor, without its data.
public record TensorSpec(String name, ElementType elementType, Shape shape) {
    public TensorSpec {
        requireNonNull(name, "name is null");
        requireNonNull(elementType, "elementType is null");
        requireNonNull(shape, "shape is null");
    }

    /// Size of the data in bytes.
    ///
    /// @throws AssayException if it exceeds a long
    public long byteSize() {
        try {
            return Math.multiplyExact(shape.elements(), elementType.bytes());
        } catch (ArithmeticException e) {
            throw AssayException.data("Tensor " + this + " has more bytes than fit a long");
        }
    }

    @Override
    public String toString() {
        return name + " " + elementType + " " + shape;
    }
}
