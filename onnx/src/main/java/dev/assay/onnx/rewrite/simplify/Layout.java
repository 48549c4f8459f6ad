package dev.assay.onnx.rewrite.simplify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Elements put elsewhere.
final class Layout {
    private Layout() {}

    static Values32 unsqueezed(Values32 x, List<Long> axes) {
        int rank = x.rank() + axes.size();
        List<Long> dims = new ArrayList<>(Collections.nCopies(rank, 0L));
        axes.forEach(it -> dims.set(Math.toIntExact(it < 0 ? it + rank : it), 1L));
        int own = 0;
        for (int i = 0; i < rank; i++) {
            if (dims.get(i) == 0) {
                dims.set(i, x.dims().get(own++));
            }
        }
        return new Values32(dims, x.data());
    }

    /// Empty if the shape does not fit.
    static Optional<Values32> reshaped(Values32 x, List<Long> shape) {
        List<Long> dims = new ArrayList<>(shape);
        long count = 1;
        for (int i = 0; i < dims.size(); i++) {
            if (dims.get(i) == 0 && i < x.rank()) {
                dims.set(i, x.dims().get(i));
            }
            count *= dims.get(i);
        }
        int free = dims.indexOf(-1L);
        if (free >= 0 && count != 0) {
            dims.set(free, x.data().length / -count);
            count = -count * dims.get(free);
        }
        return count == x.data().length
                ? Optional.of(new Values32(dims, x.data()))
                : Optional.empty();
    }

    static Values32 transposed(Values32 x, List<Long> permutation) {
        int[] strides = x.strides();
        int[] steps = new int[x.rank()];
        List<Long> dims = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            int source = Math.toIntExact(permutation.get(i));
            steps[i] = strides[source];
            dims.add(x.dims().get(source));
        }
        return collected(x, dims, steps);
    }

    static Values32 tiled(Values32 x, List<Long> repeats) {
        Values32 tiled = x;
        for (int axis = 0; axis < repeats.size(); axis++) {
            tiled = joined(Collections.nCopies(Math.toIntExact(repeats.get(axis)), tiled), axis);
        }
        return tiled;
    }

    /// One place along an axis, which goes away.
    static Values32 gathered(Values32 x, int axis, long index) {
        int place = Math.toIntExact(index < 0 ? index + x.dim(axis) : index);
        int inner = x.strides()[axis];
        int outer = x.data().length / (inner * x.dim(axis));
        float[] data = new float[outer * inner];
        for (int i = 0; i < outer; i++) {
            System.arraycopy(x.data(), (i * x.dim(axis) + place) * inner, data, i * inner, inner);
        }
        List<Long> dims = new ArrayList<>(x.dims());
        dims.remove(axis);
        return new Values32(dims, data);
    }

    static Values32 joined(List<Values32> parts, int axis) {
        List<Long> dims = new ArrayList<>(parts.getFirst().dims());
        dims.set(axis, parts.stream().mapToLong(it -> it.dims().get(axis)).sum());
        int count = parts.stream().mapToInt(it -> it.data().length).sum();
        float[] data = new float[count];
        int outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= parts.getFirst().dim(i);
        }
        int at = 0;
        for (int i = 0; i < outer; i++) {
            for (Values32 part : parts) {
                int length = part.data().length / outer;
                System.arraycopy(part.data(), i * length, data, at, length);
                at += length;
            }
        }
        return new Values32(dims, data);
    }

    private static Values32 collected(Values32 x, List<Long> dims, int[] steps) {
        float[] data = new float[x.data().length];
        int[] place = new int[steps.length];
        int source = 0;
        for (int i = 0; i < data.length; i++) {
            data[i] = x.data()[source];
            for (int axis = steps.length - 1; axis >= 0; axis--) {
                source += steps[axis];
                if (++place[axis] < dims.get(axis)) {
                    break;
                }
                source -= steps[axis] * place[axis];
                place[axis] = 0;
            }
        }
        return new Values32(dims, data);
    }
}
