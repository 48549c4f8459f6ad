package dev.assay.core.format.npy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.assay.core.tensor.Shape;
import java.lang.foreign.MemorySegment;

/// Copies elements from Fortran's into C's order and from big into little endian.
final class RowMajor {
    private final MemorySegment source;
    private final MemorySegment target;
    private final int width;
    private final boolean swap;

    private RowMajor(MemorySegment source, MemorySegment target, int width, boolean swap) {
        this.source = source;
        this.target = target;
        this.width = width;
        this.swap = swap;
    }

    /// @param source the elements as the header describes them
    /// @param target of the same size
    static void copy(NpyHeader header, MemorySegment source, MemorySegment target) {
        new RowMajor(source, target, header.type().bytes(), header.bigEndian())
                .copy(header.shape(), header.fortranOrder());
    }

    private void copy(Shape shape, boolean fortran) {
        int rank = shape.rank();
        long[] strides = strides(shape, fortran);
        long[] index = new long[rank];
        long elements = shape.elements();
        long from = 0;
        for (long to = 0; to < elements; to++) {
            element(from * width, to * width);
            for (int axis = rank - 1; axis >= 0; axis--) {
                from += strides[axis];
                index[axis]++;
                if (index[axis] < shape.dim(axis)) {
                    break;
                }
                from -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }
    }

    /// Elements between neighbours along each axis of the source.
    private static long[] strides(Shape shape, boolean fortran) {
        int rank = shape.rank();
        long[] strides = new long[rank];
        long stride = 1;
        for (int step = 0; step < rank; step++) {
            int axis = fortran ? step : rank - 1 - step;
            strides[axis] = stride;
            stride *= shape.dim(axis);
        }
        return strides;
    }

    private void element(long from, long to) {
        switch (width) {
            case 1 -> target.set(JAVA_BYTE, to, source.get(JAVA_BYTE, from));
            case 2 -> {
                short bits = source.get(JAVA_SHORT_UNALIGNED, from);
                target.set(JAVA_SHORT_UNALIGNED, to, swap ? Short.reverseBytes(bits) : bits);
            }
            case 4 -> {
                int bits = source.get(JAVA_INT_UNALIGNED, from);
                target.set(JAVA_INT_UNALIGNED, to, swap ? Integer.reverseBytes(bits) : bits);
            }
            case 8 -> {
                long bits = source.get(JAVA_LONG_UNALIGNED, from);
                target.set(JAVA_LONG_UNALIGNED, to, swap ? Long.reverseBytes(bits) : bits);
            }
            default -> throw new IllegalStateException("An element has " + width + " bytes");
        }
    }
}
