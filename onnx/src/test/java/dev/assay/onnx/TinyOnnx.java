package dev.assay.onnx;

import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.OperatorSetIdProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.proto.Onnx.TypeProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes small ONNX models for tests: `x` and `y` are FP32, nodes are named after their outputs.
public final class TinyOnnx {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
    private final List<String> outputs = new ArrayList<>(List.of("y"));
    private long opset = 17;
    private long irVersion = 10;

    public TinyOnnx opset(long version) {
        opset = version;
        return this;
    }

    public TinyOnnx irVersion(long version) {
        irVersion = version;
        return this;
    }

    public TinyOnnx output(String name) {
        outputs.add(name);
        return this;
    }

    public TinyOnnx weight(String name, List<Long> dims, float... values) {
        graph.addInitializer(Weights.ofFloats(name, dims, values));
        return this;
    }

    public TinyOnnx weight(TensorProto tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    /// A node; inputs are separated by blanks.
    public TinyOnnx node(
            String operator, String inputs, String output, AttributeProto... attributes) {
        graph.addNode(nodeOf(operator, inputs, output, attributes));
        return this;
    }

    public static NodeProto nodeOf(
            String operator, String inputs, String output, AttributeProto... attributes) {
        List<String> names = Arrays.asList(output.split(" ", -1));
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(names.getFirst())
                .addAllInput(
                        Arrays.stream(inputs.split(" ", -1)).filter(it -> !it.isEmpty()).toList())
                .addAllOutput(names)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    public TinyOnnx add(NodeProto node) {
        graph.addNode(node);
        return this;
    }

    public static ValueInfoProto value(String name, int type) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type)))
                .build();
    }

    public ModelProto model() {
        GraphProto.Builder whole = graph.clone().addInput(value("x", DataType.FLOAT_VALUE));
        outputs.forEach(name -> whole.addOutput(value(name, DataType.FLOAT_VALUE)));
        return ModelProto.newBuilder()
                .setIrVersion(irVersion)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .setGraph(whole)
                .build();
    }
}
