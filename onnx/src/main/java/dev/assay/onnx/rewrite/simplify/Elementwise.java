package dev.assay.onnx.rewrite.simplify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Functions of single elements.
final class Elementwise {
    private Elementwise() {}

    /// In FP32, as engines compute.
    interface Function32 {
        float of(float a, float b);
    }

    static Values32 map(Values32 x, DoubleUnaryOperator function) {
        float[] data = new float[x.data().length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) function.applyAsDouble(x.data()[i]);
        }
        return new Values32(x.dims(), data);
    }

    /// Two tensors, each repeated along axes where it has length 1 or none.
    static Values32 broadcast(Values32 a, Values32 b, Function32 function) {
        int rank = Math.max(a.rank(), b.rank());
        List<Long> dims = new ArrayList<>();
        int[] stepsA = steps(a, rank);
        int[] stepsB = steps(b, rank);
        int count = 1;
        for (int i = 0; i < rank; i++) {
            long dim = Math.max(dimOf(a, i, rank), dimOf(b, i, rank));
            dims.add(dim);
            count = Math.multiplyExact(count, Math.toIntExact(dim));
        }
        float[] data = new float[count];
        int[] place = new int[rank];
        int atA = 0;
        int atB = 0;
        for (int i = 0; i < count; i++) {
            data[i] = function.of(a.data()[atA], b.data()[atB]);
            for (int axis = rank - 1; axis >= 0; axis--) {
                atA += stepsA[axis];
                atB += stepsB[axis];
                if (++place[axis] < dims.get(axis)) {
                    break;
                }
                atA -= stepsA[axis] * place[axis];
                atB -= stepsB[axis] * place[axis];
                place[axis] = 0;
            }
        }
        return new Values32(dims, data);
    }

    private static long dimOf(Values32 x, int axis, int rank) {
        int own = axis - (rank - x.rank());
        return own < 0 ? 1 : x.dims().get(own);
    }

    private static int[] steps(Values32 x, int rank) {
        int[] steps = new int[rank];
        int[] strides = x.strides();
        for (int axis = rank - x.rank(); axis < rank; axis++) {
            int own = axis - (rank - x.rank());
            steps[axis] = x.dim(own) == 1 ? 0 : strides[own];
        }
        return steps;
    }
}
