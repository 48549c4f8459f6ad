package dev.assay.accuracy.detection.decode;

import dev.assay.accuracy.detection.image.Placement;
import dev.assay.core.detection.Extent;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Small outputs on the heap.
final class Tensors {
    /// An image of 40 x 100 as it is.
    static final Placement PLAIN =
            new Placement(new Extent(40, 100), new Extent(40, 100), new Extent(40, 100), 0, 0);

    private Tensors() {}

    static TensorData of(String name, Shape shape, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putFloat((float) value);
        }
        return new TensorData(
                new TensorSpec(name, ElementType.FLOAT32, shape),
                MemorySegment.ofArray(bytes.array()));
    }
}
