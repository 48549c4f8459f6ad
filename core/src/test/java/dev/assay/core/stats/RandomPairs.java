package dev.assay.core.stats;

import dev.assay.core.stats.block.Selection;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;

/// Reproducible pairs with all that makes errors awkward: equal values, zeros, NaN, infinities.
final class RandomPairs {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private RandomPairs() {}

    /// Random patterns, the engine's a few bits from the reference's.
    static TensorPairs of(ElementType type, int elements, long seed) {
        Random random = new Random(seed);
        byte[] reference = new byte[elements * type.bytes()];
        random.nextBytes(reference);
        byte[] engine = reference.clone();
        for (int i = 0; i < engine.length; i += type.bytes()) {
            if (random.nextInt(4) > 0) {
                engine[i] ^= (byte) random.nextInt(128);
            }
            if (random.nextInt(50) == 0) {
                java.util.Arrays.fill(reference, i, i + type.bytes(), (byte) 0);
            }
        }
        Shape shape = Shape.of(elements);
        return TensorPairs.of(
                new TensorData(new TensorSpec("y", type, shape), MemorySegment.ofArray(engine)),
                new TensorData(new TensorSpec("y", type, shape), MemorySegment.ofArray(reference)));
    }

    /// Normal values with normal errors of a thousandth; every so often something odd.
    static TensorPairs float32(Shape shape, Selection selection, long seed) {
        Random random = new Random(seed);
        int elements = (int) shape.elements();
        TensorData engine = allocate(shape);
        TensorData reference = allocate(shape);
        for (int i = 0; i < elements; i++) {
            float b = (float) random.nextGaussian();
            float a = b + 1e-3f * (float) random.nextGaussian();
            switch (random.nextInt(2000)) {
                case 0 -> a = Float.NaN;
                case 1 -> b = Float.NEGATIVE_INFINITY;
                case 2 -> a = b = Float.POSITIVE_INFINITY;
                case 3, 4, 5 -> b = 0;
                case 6, 7, 8 -> a = b = 0;
                case 9, 10, 11 -> a = b;
                default -> {}
            }
            engine.segment().set(FLOAT, 4L * i, a);
            reference.segment().set(FLOAT, 4L * i, b);
        }
        return TensorPairs.of(engine, reference, selection);
    }

    /// Pairs of the elements from one index to another.
    static TensorPairs part(TensorPairs pairs, long from, long to) {
        return TensorPairs.of(part(pairs.engine(), from, to), part(pairs.reference(), from, to))
                .startingAt(from);
    }

    private static TensorData part(TensorData tensor, long from, long to) {
        int bytes = tensor.spec().elementType().bytes();
        return new TensorData(
                new TensorSpec(tensor.name(), tensor.spec().elementType(), Shape.of(to - from)),
                tensor.segment().asSlice(from * bytes, (to - from) * bytes));
    }

    private static TensorData allocate(Shape shape) {
        return new TensorData(
                new TensorSpec("y", ElementType.FLOAT32, shape),
                MemorySegment.ofArray(new byte[(int) shape.elements() * 4]));
    }
}
