package dev.assay.core.stats.block;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.LongToDoubleFunction;

/// Reads runs of a tensor's elements, decoded exactly to double, many times faster than one by one.
///
/// Beside the value of an element of a floating-point type it gives the element's *place*: whole
/// numbers that are neighbours where the values of the type are, both zeros 0, so that a difference
/// of places is a distance in units of the last place. Belongs to one thread.
public abstract sealed class BlockReader {
    private BlockReader() {}

    /// @param longestRun the most elements that are read at once
    public static BlockReader of(TensorData tensor, int longestRun) {
        return switch (tensor.spec().elementType()) {
            case FLOAT32 -> new Float32(tensor.segment(), longestRun);
            case FLOAT64 -> new Float64(tensor.segment());
            case FLOAT16 -> new Half(tensor.segment(), longestRun, false);
            case BFLOAT16 -> new Half(tensor.segment(), longestRun, true);
            case FLOAT8_E4M3, FLOAT8_E5M2, INT8, UINT8, BOOL -> new OneByte(tensor, longestRun);
            case INT32, INT64 -> new OneByOne(tensor.reader());
        };
    }

    /// Whether distances in units of the last place make sense between two tensors: of different
    /// scales, neighbouring places are of different sizes.
    public static boolean havePlaces(TensorData engine, TensorData reference) {
        ElementType type = engine.spec().elementType();
        return type == reference.spec().elementType()
                && type.isFloatingPoint()
                && engine.scale() == reference.scale();
    }

    /// @param index flat row-major index of the first element
    /// @param count how many elements
    /// @param values takes the values, from `at` on
    /// @param places takes the places, from `at` on; undefined for integers
    public abstract void read(long index, int count, double[] values, long[] places, int at);

    private static final class Float32 extends BlockReader {
        private static final ValueLayout.OfFloat FLOAT =
                ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        private static final ValueLayout.OfInt INT =
                ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        private final Window window;
        private final float[] floats;
        private final int[] bits;

        Float32(MemorySegment data, int longestRun) {
            window = new Window(data, Float.BYTES);
            floats = new float[longestRun];
            bits = new int[longestRun];
        }

        @Override
        public void read(long index, int count, double[] values, long[] places, int at) {
            long offset = window.offset(index, count);
            MemorySegment.copy(window.segment(), FLOAT, offset, floats, 0, count);
            widen(floats, values, at, count);
            MemorySegment.copy(window.segment(), INT, offset, bits, 0, count);
            place(bits, places, at, count);
        }

        private static void place(int[] bits, long[] places, int at, int count) {
            for (int i = 0; i < count; i++) {
                int sign = bits[i] >> 31;
                places[at + i] = signed(bits[i] & Integer.MAX_VALUE, sign);
            }
        }
    }

    /// Sign and magnitude as one whole number; -0 is 0.
    private static long signed(int magnitude, int sign) {
        return (long) ((magnitude ^ sign) - sign);
    }

    private static void widen(float[] floats, double[] values, int at, int count) {
        for (int i = 0; i < count; i++) {
            values[at + i] = floats[i];
        }
    }

    private static final class Float64 extends BlockReader {
        private static final ValueLayout.OfDouble DOUBLE =
                ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        private final Window window;

        Float64(MemorySegment data) {
            window = new Window(data, Double.BYTES);
        }

        @Override
        public void read(long index, int count, double[] values, long[] places, int at) {
            long offset = window.offset(index, count);
            MemorySegment.copy(window.segment(), DOUBLE, offset, values, at, count);
            for (int i = at; i < at + count; i++) {
                long bits = Double.doubleToRawLongBits(values[i]);
                long sign = bits >> 63;
                places[i] = ((bits & Long.MAX_VALUE) ^ sign) - sign;
            }
        }
    }

    /// FLOAT16 and BFLOAT16.
    private static final class Half extends BlockReader {
        private static final ValueLayout.OfShort SHORT =
                ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        private final Window window;
        private final boolean brain;
        private final short[] bits;
        private final float[] floats;

        Half(MemorySegment data, int longestRun, boolean brain) {
            this.brain = brain;
            window = new Window(data, Short.BYTES);
            bits = new short[longestRun];
            floats = new float[longestRun];
        }

        @Override
        public void read(long index, int count, double[] values, long[] places, int at) {
            long offset = window.offset(index, count);
            MemorySegment.copy(window.segment(), SHORT, offset, bits, 0, count);
            if (brain) {
                for (int i = 0; i < count; i++) {
                    floats[i] = Float.intBitsToFloat(bits[i] << 16);
                }
            } else {
                decode(bits, floats, count);
            }
            widen(floats, values, at, count);
            place(bits, places, at, count);
        }

        private static void decode(short[] bits, float[] floats, int count) {
            for (int i = 0; i < count; i++) {
                floats[i] = Float.float16ToFloat(bits[i]);
            }
        }

        private static void place(short[] bits, long[] places, int at, int count) {
            for (int i = 0; i < count; i++) {
                int sign = bits[i] >> 31;
                places[at + i] = signed(bits[i] & Short.MAX_VALUE, sign);
            }
        }
    }

    /// Types of 8 bits, by a table of their 256 values.
    private static final class OneByte extends BlockReader {
        private final TensorData tensor;
        private final byte[] bits;
        private final double[] valueOf = new double[256];
        private final boolean[] known = new boolean[256];

        OneByte(TensorData tensor, int longestRun) {
            this.tensor = tensor;
            bits = new byte[longestRun];
        }

        @Override
        public void read(long index, int count, double[] values, long[] places, int at) {
            MemorySegment.copy(tensor.segment(), ValueLayout.JAVA_BYTE, index, bits, 0, count);
            for (int i = 0; i < count; i++) {
                int stored = bits[i] & 0xFF;
                if (!known[stored]) {
                    valueOf[stored] = tensor.get(index + i);
                    known[stored] = true;
                }
                values[at + i] = valueOf[stored];
                int sign = bits[i] >> 31;
                places[at + i] = signed(bits[i] & Byte.MAX_VALUE, sign);
            }
        }
    }

    private static final class OneByOne extends BlockReader {
        private final LongToDoubleFunction reader;

        OneByOne(LongToDoubleFunction reader) {
            this.reader = reader;
        }

        @Override
        public void read(long index, int count, double[] values, long[] places, int at) {
            for (int i = 0; i < count; i++) {
                values[at + i] = reader.applyAsDouble(index + i);
            }
        }
    }
}
