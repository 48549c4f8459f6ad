package dev.assay.onnx.rewrite.pattern;

import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Small constants: the numbers that decide whether a pattern fits.
public final class Values {
    private Values() {}

    /// The elements of an INT64 tensor; empty if it is of another type.
    public static Optional<List<Long>> longs(TensorProto tensor) {
        if (tensor.getDataType() != DataType.INT64_VALUE) {
            return Optional.empty();
        }
        if (!tensor.hasRawData()) {
            return Optional.of(List.copyOf(tensor.getInt64DataList()));
        }
        List<Long> values = new ArrayList<>();
        var buffer =
                tensor.getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asLongBuffer();
        while (buffer.hasRemaining()) {
            values.add(buffer.get());
        }
        return Optional.of(List.copyOf(values));
    }

    /// The elements of an FP32 tensor; empty if it is of another type.
    public static Optional<float[]> floats(TensorProto tensor) {
        if (tensor.getDataType() != DataType.FLOAT_VALUE) {
            return Optional.empty();
        }
        FloatBuffer buffer = Weights.floats(tensor);
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return Optional.of(values);
    }

    /// The one element of an FP32 tensor; empty if it has more or is of another type.
    public static Optional<Float> scalar(TensorProto tensor) {
        boolean single = tensor.getDimsList().stream().allMatch(it -> it == 1);
        return single ? floats(tensor).map(it -> it[0]) : Optional.empty();
    }
}
