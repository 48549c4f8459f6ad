package dev.assay.onnx.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.assay.core.AssayException;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/// Values of a graph's constant tensors.
public final class Weights {
    private Weights() {}

    /// Number of elements.
    ///
    /// @throws AssayException of kind `DATA` if its shape is none
    public static int count(TensorProto tensor) {
        long count = 1;
        for (long dim : tensor.getDimsList()) {
            count = dim < 0 ? -1 : count <= Integer.MAX_VALUE ? count * dim : count;
            if (count < 0 || count > Integer.MAX_VALUE) {
                throw damaged(tensor, "has the shape " + tensor.getDimsList());
            }
        }
        return (int) count;
    }

    /// The elements of an FP32 tensor, in row-major order.
    ///
    /// @throws AssayException of kind `DATA` if it does not hold as many as its shape says
    public static FloatBuffer floats(TensorProto tensor) {
        int count = count(tensor);
        if (tensor.getDataType() != TensorProto.DataType.FLOAT_VALUE) {
            throw damaged(tensor, "is not FP32");
        }
        if (tensor.hasRawData()) {
            ByteString raw = tensor.getRawData();
            if (raw.size() != 4L * count) {
                throw damaged(
                        tensor,
                        "has %d bytes, its shape %s needs %d"
                                .formatted(raw.size(), tensor.getDimsList(), 4L * count));
            }
            return raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        }
        if (tensor.getFloatDataCount() != count) {
            throw damaged(
                    tensor,
                    "has %d elements, its shape is %s"
                            .formatted(tensor.getFloatDataCount(), tensor.getDimsList()));
        }
        FloatBuffer values = FloatBuffer.allocate(count);
        tensor.getFloatDataList().forEach(values::put);
        return values.flip();
    }

    /// An FP32 tensor.
    public static TensorProto ofFloats(String name, List<Long> dims, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return raw(name, TensorProto.DataType.FLOAT_VALUE, dims, bytes);
    }

    /// An INT64 vector.
    public static TensorProto ofLongs(String name, List<Long> values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putLong);
        return raw(
                name,
                TensorProto.DataType.INT64_VALUE,
                List.of((long) values.size()),
                bytes.rewind());
    }

    /// A tensor of any type from its little-endian elements. The buffer is not copied.
    public static TensorProto raw(String name, int type, List<Long> dims, ByteBuffer elements) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(type)
                .addAllDims(dims)
                .setRawData(UnsafeByteOperations.unsafeWrap(elements))
                .build();
    }

    private static AssayException damaged(TensorProto tensor, String what) {
        return AssayException.data(
                "The model is damaged: its weight '%s' %s".formatted(tensor.getName(), what));
    }
}
