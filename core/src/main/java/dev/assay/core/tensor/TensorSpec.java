package dev.assay.core.tensor;

import static java.util.Objects.requireNonNull;

/// Name, storage type and shape of a tensor, without its data.
public record TensorSpec(String name, ElementType elementType, Shape shape) {
    public TensorSpec {
        requireNonNull(name, "name is null");
        requireNonNull(elementType, "elementType is null");
        requireNonNull(shape, "shape is null");
    }

    /// Size of the data in bytes.
    public long byteSize() {
        return Math.multiplyExact(shape.elements(), elementType.bytes());
    }

    @Override
    public String toString() {
        return name + " " + elementType + " " + shape;
    }
}
