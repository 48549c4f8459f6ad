package dev.assay.engines.tensorrt.binding;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import org.bytedeco.tensorrt.nvinfer.Dims64;

/// Shapes in TensorRT's terms and in ours; both write -1 for an extent that is not fixed.
public final class Dims {
    private static final int MAX_RANK = 8;

    private Dims() {}

    /// @param tensor for the error's text
    /// @throws AssayException if TensorRT does not know the shape
    public static Shape toShape(String tensor, Dims64 dims) {
        int rank = dims.nbDims();
        if (rank < 0 || rank > MAX_RANK) {
            throw new AssayException(
                    ErrorKind.INFERENCE, "TensorRT knows no shape of tensor '" + tensor + "'");
        }
        long[] extents = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            extents[axis] = Math.max(dims.d(axis), Shape.DYNAMIC);
        }
        return Shape.of(extents);
    }

    public static Dims64 ofShape(Shape shape) {
        if (shape.rank() > MAX_RANK) {
            throw AssayException.data(
                    "Shape " + shape + " has more than TensorRT's " + MAX_RANK + " dimensions");
        }
        Dims64 dims = new Dims64();
        dims.nbDims(shape.rank());
        for (int axis = 0; axis < shape.rank(); axis++) {
            dims.d(axis, shape.dim(axis));
        }
        return dims;
    }
}
