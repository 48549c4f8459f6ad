package dev.assay.cli.quick;

import dev.assay.core.suite.PixelRange;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/// Inputs from a seed, the same on every machine.
///
/// Floating-point values are uniform in the range. Integers and truth values are 0 or 1, because an
/// integer is mostly an index or a mask, and no table has fewer than two rows.
final class RandomRows {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int BFLOAT16_SHIFT = 16;

    private final PixelRange range;
    private final long seed;

    RandomRows(PixelRange range, long seed) {
        this.range = range;
        this.seed = seed;
    }

    /// @param number of the input, so that no two are alike
    TensorData of(TensorSpec spec, int number, Arena arena) {
        SplittableRandom random = new SplittableRandom(seed + number);
        TensorData tensor = TensorData.allocate(spec, arena);
        for (long i = 0; i < tensor.elements(); i++) {
            if (spec.elementType().isFloatingPoint()) {
                write(tensor, i, random.nextDouble(range.low(), range.high()));
            } else {
                write(tensor, i, random.nextInt(2));
            }
        }
        return tensor;
    }

    private static void write(TensorData tensor, long index, double value) {
        MemorySegment data = tensor.segment();
        switch (tensor.spec().elementType()) {
            case FLOAT64 -> data.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * 8, value);
            case FLOAT32 -> data.set(FLOAT, index * 4, (float) value);
            case FLOAT16 ->
                    data.set(
                            ValueLayout.JAVA_SHORT_UNALIGNED,
                            index * 2,
                            Float.floatToFloat16((float) value));
            // Cut, not rounded: any value will do that lies in the range.
            case BFLOAT16 ->
                    data.set(
                            ValueLayout.JAVA_SHORT_UNALIGNED,
                            index * 2,
                            (short) (Float.floatToRawIntBits((float) value) >>> BFLOAT16_SHIFT));
            case INT32 -> data.set(ValueLayout.JAVA_INT_UNALIGNED, index * 4, (int) value);
            case INT64 -> data.set(ValueLayout.JAVA_LONG_UNALIGNED, index * 8, (long) value);
            // Zero is zero in FP8, and no network has such an input.
            case INT8, UINT8, BOOL, FLOAT8_E4M3, FLOAT8_E5M2 ->
                    data.set(ValueLayout.JAVA_BYTE, index, (byte) value);
        }
    }
}
