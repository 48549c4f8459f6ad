package dev.assay.onnx.rewrite.simplify;

import java.util.List;

/// An FP32 tensor that is known before anything runs. The array is not copied: it may be large.
///
/// @param data in row-major order
@SuppressWarnings("ArrayRecordComponent")
record Values32(List<Long> dims, float[] data) {
    Values32 {
        dims = List.copyOf(dims);
        long count = 1;
        for (long dim : dims) {
            count = Math.multiplyExact(count, dim);
        }
        if (count != data.length) {
            throw new IllegalArgumentException(
                    "%d values do not fill %s".formatted(data.length, dims));
        }
    }

    int rank() {
        return dims.size();
    }

    int dim(int axis) {
        return Math.toIntExact(dims.get(axis));
    }

    /// Elements between neighbours along each axis.
    int[] strides() {
        int[] strides = new int[rank()];
        int stride = 1;
        for (int i = rank() - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dim(i);
        }
        return strides;
    }

    /// An axis that may be counted from the end.
    int axis(long axis) {
        return Math.toIntExact(axis < 0 ? axis + rank() : axis);
    }
}
