package dev.assay.core.tensor;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Small tensors on the heap.
public final class Tensors {
    private Tensors() {}

    /// A vector named `tensor`.
    public static TensorData float32(float... values) {
        return float32("tensor", Shape.of(values.length), values);
    }

    public static TensorData float32(String name, Shape shape, float... values) {
        ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return of(name, ElementType.FLOAT32, shape, bytes(bytes));
    }

    /// A vector named `tensor`.
    public static TensorData float64(double... values) {
        ByteBuffer bytes = littleEndian(values.length * Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return of("tensor", ElementType.FLOAT64, Shape.of(values.length), bytes(bytes));
    }

    public static TensorData of(String name, ElementType type, Shape shape, byte... bytes) {
        return new TensorData(new TensorSpec(name, type, shape), MemorySegment.ofArray(bytes));
    }

    public static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    public static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
