package dev.assay.onnx.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.FunctionProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.SparseTensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Whether a model has weights in other files, found without reading those that it has itself: a
/// model of any size costs no memory.
final class ExternalScan {
    /// A graph in a node of a graph costs three.
    private static final int DEEPEST = 300;

    private enum Message {
        MODEL,
        GRAPH,
        FUNCTION,
        NODE,
        ATTRIBUTE,
        SPARSE,
        TENSOR
    }

    /// What the fields of each message lead to a tensor.
    private static final Map<Message, Map<Integer, Message>> FIELDS =
            Map.of(
                    Message.MODEL,
                    Map.of(
                            ModelProto.GRAPH_FIELD_NUMBER, Message.GRAPH,
                            ModelProto.FUNCTIONS_FIELD_NUMBER, Message.FUNCTION),
                    Message.GRAPH,
                    Map.of(
                            GraphProto.NODE_FIELD_NUMBER, Message.NODE,
                            GraphProto.INITIALIZER_FIELD_NUMBER, Message.TENSOR,
                            GraphProto.SPARSE_INITIALIZER_FIELD_NUMBER, Message.SPARSE),
                    Message.FUNCTION,
                    Map.of(FunctionProto.NODE_FIELD_NUMBER, Message.NODE),
                    Message.NODE,
                    Map.of(NodeProto.ATTRIBUTE_FIELD_NUMBER, Message.ATTRIBUTE),
                    Message.ATTRIBUTE,
                    Map.of(
                            AttributeProto.T_FIELD_NUMBER, Message.TENSOR,
                            AttributeProto.G_FIELD_NUMBER, Message.GRAPH,
                            AttributeProto.SPARSE_TENSOR_FIELD_NUMBER, Message.SPARSE,
                            AttributeProto.TENSORS_FIELD_NUMBER, Message.TENSOR,
                            AttributeProto.GRAPHS_FIELD_NUMBER, Message.GRAPH,
                            AttributeProto.SPARSE_TENSORS_FIELD_NUMBER, Message.SPARSE),
                    Message.SPARSE,
                    Map.of(
                            SparseTensorProto.VALUES_FIELD_NUMBER, Message.TENSOR,
                            SparseTensorProto.INDICES_FIELD_NUMBER, Message.TENSOR),
                    Message.TENSOR,
                    Map.of());

    private ExternalScan() {}

    /// False also for what is no ONNX file.
    ///
    /// @throws IOException if the file cannot be read
    static boolean finds(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return external(CodedInputStream.newInstance(stream), Message.MODEL, 0);
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    private static boolean external(CodedInputStream in, Message message, int depth)
            throws IOException {
        Map<Integer, Message> fields = FIELDS.getOrDefault(message, Map.of());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            Message inner = fields.get(field);
            if (inner != null
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                if (depth == DEEPEST) {
                    return false;
                }
                int outer = in.pushLimit(in.readRawVarint32());
                if (external(in, inner, depth + 1)) {
                    return true;
                }
                in.popLimit(outer);
            } else if (message == Message.TENSOR
                    && tag == (TensorProto.DATA_LOCATION_FIELD_NUMBER << 3)) {
                if (in.readEnum() == TensorProto.DataLocation.EXTERNAL_VALUE) {
                    return true;
                }
            } else {
                in.skipField(tag);
            }
        }
        return false;
    }
}
