package dev.assay.core.tensor;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.DoubleSummaryStatistics;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;

/// A tensor: its description and its elements, contiguous, row-major and little-endian.
///
/// The segment may be off-heap or a mapped file; whoever made its arena decides how long it lives.
///
/// @param scale what a stored element is multiplied with to give its value, 1 unless the type has 8
///   bits: per tensor and symmetric, as TensorRT's and ONNX's (`value = scale · stored`). It is a
///   float32, as there, so that the product of its 24 bits and an element's 8 is exact in a double
public record TensorData(TensorSpec spec, MemorySegment segment, float scale) {
    public TensorData(TensorSpec spec, MemorySegment segment) {
        this(spec, segment, 1);
    }

    public TensorData {
        requireNonNull(spec, "spec is null");
        requireNonNull(segment, "segment is null");
        if (segment.byteSize() != spec.byteSize()) {
            throw AssayException.data(
                    "Tensor "
                            + spec
                            + " needs "
                            + spec.byteSize()
                            + " bytes but has "
                            + segment.byteSize());
        }
        if (scale != 1
                && !(spec.elementType().isScalable() && scale > 0 && Float.isFinite(scale))) {
            throw AssayException.data(
                    "Tensor %s cannot have the scale %s: only 8-bit types have one, finite and > 0"
                            .formatted(spec, scale));
        }
    }

    /// Allocates a zeroed tensor, aligned for any native library.
    public static TensorData allocate(TensorSpec spec, Arena arena) {
        return new TensorData(spec, arena.allocate(spec.byteSize(), 64));
    }

    public String name() {
        return spec.name();
    }

    public Shape shape() {
        return spec.shape();
    }

    public long elements() {
        return spec.shape().elements();
    }

    public TensorData withScale(float other) {
        return new TensorData(spec, segment, other);
    }

    /// Element at a flat row-major index, widened to double and scaled.
    public double get(long index) {
        return scale * spec.elementType().read(segment, index);
    }

    /// A reader of flat row-major indices; hoists the choice of the decoder out of loops.
    public LongToDoubleFunction reader() {
        ElementType type = spec.elementType();
        MemorySegment data = segment;
        if (scale != 1) {
            double factor = scale;
            return index -> factor * type.read(data, index);
        }
        return index -> type.read(data, index);
    }

    /// How many elements are NaN or infinite.
    public long nonFinite() {
        if (!spec.elementType().isFloatingPoint()) {
            return 0;
        }
        LongToDoubleFunction read = reader();
        long elements = elements();
        long count = 0;
        for (long i = 0; i < elements; i++) {
            if (!Double.isFinite(read.applyAsDouble(i))) {
                count++;
            }
        }
        return count;
    }

    /// Least, greatest, sum and mean of the elements; NaN where one is NaN.
    public DoubleSummaryStatistics summary() {
        return LongStream.range(0, elements())
                .mapToDouble(reader()::applyAsDouble)
                .summaryStatistics();
    }

    /// One row of the outermost dimension, sharing this tensor's memory.
    public TensorData row(long index) {
        TensorSpec row = new TensorSpec(spec.name(), spec.elementType(), spec.shape().row());
        return new TensorData(row, segment.asSlice(index * row.byteSize(), row.byteSize()), scale);
    }
}
