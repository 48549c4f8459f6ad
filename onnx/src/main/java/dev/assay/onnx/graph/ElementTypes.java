package dev.assay.onnx.graph;

import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Element types of a graph's tensors, without their shapes.
///
/// What the file says of a tensor is believed; else the operator's definition decides, and most
/// pass on the type of their first input.
public final class ElementTypes {
    private final Map<String, Integer> types = new HashMap<>();

    private ElementTypes() {}

    public static ElementTypes of(GraphProto graph) {
        ElementTypes found = new ElementTypes();
        graph.getInputList().forEach(found::declared);
        graph.getValueInfoList().forEach(found::declared);
        graph.getOutputList().forEach(found::declared);
        for (TensorProto tensor : graph.getInitializerList()) {
            found.types.put(tensor.getName(), tensor.getDataType());
        }
        graph.getNodeList().forEach(found::infer);
        return found;
    }

    /// Whether a tensor is known to be FP32.
    public boolean isFp32(String tensor) {
        return of(tensor) == DataType.FLOAT_VALUE;
    }

    /// As `TensorProto.DataType`; 0 where it is not known.
    public int of(String tensor) {
        return types.getOrDefault(tensor, DataType.UNDEFINED_VALUE);
    }

    private void declared(ValueInfoProto value) {
        int type = value.getType().getTensorType().getElemType();
        if (type != DataType.UNDEFINED_VALUE) {
            types.put(value.getName(), type);
        }
    }

    private void infer(NodeProto node) {
        for (int i = 0; i < node.getOutputCount(); i++) {
            // Of operators of other domains only the usual is known.
            int type = Opset.isStandard(node) ? output(node, i) : input(node, 0);
            if (type != DataType.UNDEFINED_VALUE) {
                types.putIfAbsent(node.getOutput(i), type);
            }
        }
    }

    private int output(NodeProto node, int index) {
        return switch (node.getOpType()) {
            case "Shape", "Size", "NonZero", "ArgMax", "ArgMin", "NonMaxSuppression" ->
                    DataType.INT64_VALUE;
            case "Equal",
                    "Greater",
                    "GreaterOrEqual",
                    "Less",
                    "LessOrEqual",
                    "Not",
                    "And",
                    "Or",
                    "Xor",
                    "IsNaN",
                    "IsInf" ->
                    DataType.BOOL_VALUE;
            case "TopK", "MaxPool" -> index == 0 ? input(node, 0) : DataType.INT64_VALUE;
            case "Unique" -> index == 0 ? input(node, 0) : DataType.INT64_VALUE;
            case "Dropout" -> index == 0 ? input(node, 0) : DataType.BOOL_VALUE;
            case "ConvInteger", "MatMulInteger" -> DataType.INT32_VALUE;
            case "Where", "DequantizeLinear", "CastLike" -> input(node, 1);
            case "OneHot" -> input(node, 2);
            case "QuantizeLinear" ->
                    node.getInputCount() > 2 ? input(node, 2) : DataType.UINT8_VALUE;
            case "QLinearConv", "QLinearMatMul" -> input(node, 7);
            case "DynamicQuantizeLinear" ->
                    index == 1 ? DataType.FLOAT_VALUE : DataType.UINT8_VALUE;
            case "Cast" -> integer(node, "to", DataType.UNDEFINED_VALUE);
            case "Constant" -> constant(node);
            case "ConstantOfShape" ->
                    Attributes.find(node, "value")
                            .map(it -> it.getT().getDataType())
                            .orElse(DataType.FLOAT_VALUE);
            case "RandomNormal", "RandomUniform", "HannWindow", "HammingWindow", "BlackmanWindow" ->
                    integer(node, "dtype", DataType.FLOAT_VALUE);
            case "RandomNormalLike", "RandomUniformLike", "EyeLike", "Bernoulli" ->
                    integer(node, "dtype", input(node, 0));
            case "Multinomial" -> integer(node, "dtype", DataType.INT32_VALUE);
            case "If", "Loop", "Scan" -> ofBody(node, index);
            default -> input(node, 0);
        };
    }

    /// What a body says of its outputs; a loop's begin with the condition, a scan's do not.
    private static int ofBody(NodeProto node, int index) {
        int skipped = node.getOpType().equals("Loop") ? 1 : 0;
        return node.getAttributeList().stream()
                .filter(AttributeProto::hasG)
                .map(AttributeProto::getG)
                .filter(body -> body.getOutputCount() > index + skipped)
                .map(body -> body.getOutput(index + skipped).getType().getTensorType())
                .map(type -> type.getElemType())
                .findFirst()
                .orElse(DataType.UNDEFINED_VALUE);
    }

    private static int constant(NodeProto node) {
        Optional<AttributeProto> value = node.getAttributeList().stream().findFirst();
        return switch (value.map(AttributeProto::getName).orElse("")) {
            case "value" -> value.orElseThrow().getT().getDataType();
            case "value_float", "value_floats" -> DataType.FLOAT_VALUE;
            case "value_int", "value_ints" -> DataType.INT64_VALUE;
            default -> DataType.UNDEFINED_VALUE;
        };
    }

    private static int integer(NodeProto node, String attribute, int fallback) {
        return (int) Attributes.integer(node, attribute, fallback);
    }

    private int input(NodeProto node, int index) {
        return index < node.getInputCount()
                ? types.getOrDefault(node.getInput(index), DataType.UNDEFINED_VALUE)
                : DataType.UNDEFINED_VALUE;
    }
}
