package dev.assay.onnx.network;

import com.google.protobuf.ByteString;
import dev.assay.core.tensor.Shape;
import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.OperatorSetIdProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.TensorShapeProto;
import dev.assay.onnx.proto.Onnx.TypeProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Builds a network as an ONNX model, opset 17, which any machine can run and compare.
public final class OnnxNetwork implements NetworkBuilder<String> {
    private static final int OPSET = 17;
    private static final int IR = 10;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private int constants;

    /// @param name of the network
    public OnnxNetwork(String name) {
        graph.setName(name);
    }

    /// Writes the network as it is by now.
    public void write(Path file) {
        OnnxFile.write(
                ModelProto.newBuilder()
                        .setIrVersion(IR)
                        .setProducerName("assay")
                        .addOpsetImport(
                                OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                        .setGraph(graph)
                        .build(),
                file);
    }

    @Override
    public String input(String name, Shape shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (int axis = 0; axis < shape.rank(); axis++) {
            TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
            if (shape.dim(axis) == Shape.DYNAMIC) {
                dim.setDimParam(name + "." + axis);
            } else {
                dim.setDimValue(shape.dim(axis));
            }
            dims.addDim(dim);
        }
        graph.addInput(
                ValueInfoProto.newBuilder()
                        .setName(name)
                        .setType(
                                TypeProto.newBuilder()
                                        .setTensorType(
                                                TypeProto.Tensor.newBuilder()
                                                        .setElemType(
                                                                TensorProto.DataType.FLOAT_VALUE)
                                                        .setShape(dims))));
        return name;
    }

    @Override
    public String convolution(String name, String x, Convolution convolution) {
        return convolution("Conv", name, x, convolution);
    }

    @Override
    public String deconvolution(String name, String x, Convolution convolution) {
        return convolution("ConvTranspose", name, x, convolution);
    }

    private String convolution(String operator, String name, String x, Convolution it) {
        NodeProto.Builder node = node(operator, name, x, weight(it.kernel()));
        it.bias().ifPresent(bias -> node.addInput(weight(bias)));
        int padding = it.padding();
        node.addAttribute(ints("kernel_shape", it.size(), it.size()))
                .addAttribute(ints("strides", it.stride(), it.stride()))
                .addAttribute(ints("pads", padding, padding, padding, padding))
                .addAttribute(Attributes.of("group", it.groups()));
        return added(node);
    }

    @Override
    public String linear(String name, String x, Weight weight) {
        return added(node("MatMul", name, x, weight(weight)));
    }

    @Override
    public String product(String name, String a, String b) {
        return added(node("MatMul", name, a, b));
    }

    @Override
    public String add(String name, String a, String b) {
        return added(node("Add", name, a, b));
    }

    @Override
    public String addVector(String name, String x, Weight vector) {
        return added(node("Add", name, x, weight(vector)));
    }

    @Override
    public String scale(String name, String x, Weight factors) {
        return added(node("Mul", name, x, weight(factors)));
    }

    @Override
    public String normalise(String name, String x, float floor) {
        NodeProto.Builder length = node("ReduceL2", name + ".length", x);
        length.addAttribute(ints("axes", -1)).addAttribute(Attributes.of("keepdims", 1));
        String divisor = added(node("Max", name + ".divisor", added(length), constant(floor)));
        return added(node("Div", name, x, divisor));
    }

    @Override
    public String softmax(String name, String x) {
        return added(node("Softmax", name, x).addAttribute(Attributes.of("axis", -1)));
    }

    @Override
    public String layerNorm(String name, String x, Weight gamma, Weight beta, float epsilon) {
        return added(
                node("LayerNormalization", name, x, weight(gamma), weight(beta))
                        .addAttribute(Attributes.of("axis", -1))
                        .addAttribute(
                                AttributeProto.newBuilder()
                                        .setName("epsilon")
                                        .setF(epsilon)
                                        .setType(AttributeProto.AttributeType.FLOAT)));
    }

    @Override
    public String gelu(String name, String x) {
        String scaled = added(node("Div", name + ".scaled", x, constant((float) Math.sqrt(2))));
        String erf = added(node("Erf", name + ".erf", scaled));
        String raised = added(node("Add", name + ".raised", erf, constant(1)));
        String product = added(node("Mul", name + ".product", x, raised));
        return added(node("Mul", name, product, constant(0.5f)));
    }

    @Override
    public String transpose(String name, String x, int... order) {
        long[] perm = IntStream.of(order).asLongStream().toArray();
        return added(node("Transpose", name, x).addAttribute(ints("perm", perm)));
    }

    @Override
    public String reshape(String name, String x, long... extents) {
        return added(node("Reshape", name, x, constant(extents)));
    }

    @Override
    public String reshapeLike(String name, String x, String other) {
        String shape = added(node("Shape", name + ".shape", other));
        return added(node("Reshape", name, x, shape));
    }

    @Override
    public String concatenate(String name, int axis, String a, String b) {
        return added(node("Concat", name, a, b).addAttribute(Attributes.of("axis", axis)));
    }

    @Override
    public String padToMultiple(String name, String image, int multiple) {
        String size = added(node("Shape", name + ".size", image));
        String divisor = constant(1L, 1, multiple, multiple);
        String raised =
                added(
                        node(
                                "Add",
                                name + ".raised",
                                size,
                                constant(0L, 0, multiple - 1, multiple - 1)));
        String blocks = added(node("Div", name + ".blocks", raised, divisor));
        String target = added(node("Mul", name + ".target", blocks, divisor));
        String after = added(node("Sub", name + ".after", target, size));
        String pads =
                added(
                        node("Concat", name + ".pads", constant(0L, 0, 0, 0), after)
                                .addAttribute(Attributes.of("axis", 0)));
        return added(
                node("Pad", name, image, pads)
                        .addAttribute(
                                AttributeProto.newBuilder()
                                        .setName("mode")
                                        .setS(ByteString.copyFromUtf8("reflect"))
                                        .setType(AttributeProto.AttributeType.STRING)));
    }

    @Override
    public String cropLike(String name, String image, String other) {
        NodeProto.Builder size = node("Shape", name + ".size", other);
        size.addAttribute(Attributes.of("start", 2));
        return added(node("Slice", name, image, constant(0L, 0), added(size), constant(2L, 3)));
    }

    @Override
    public void output(String x) {
        graph.addOutput(
                ValueInfoProto.newBuilder()
                        .setName(x)
                        .setType(
                                TypeProto.newBuilder()
                                        .setTensorType(
                                                TypeProto.Tensor.newBuilder()
                                                        .setElemType(
                                                                TensorProto.DataType
                                                                        .FLOAT_VALUE))));
    }

    private static NodeProto.Builder node(String operator, String name, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(Arrays.asList(inputs))
                .addOutput(name);
    }

    private String added(NodeProto.Builder node) {
        graph.addNode(node);
        return node.getOutput(0);
    }

    private String weight(Weight weight) {
        ByteBuffer bytes =
                ByteBuffer.allocate(4 * weight.values().remaining()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(weight.values());
        graph.addInitializer(
                Weights.raw(
                        weight.name(),
                        TensorProto.DataType.FLOAT_VALUE,
                        weight.shape().dims(),
                        bytes));
        return weight.name();
    }

    private String constant(float value) {
        TensorProto tensor = Weights.ofFloats("constant." + constants++, List.of(1L), value);
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    private String constant(long... values) {
        TensorProto tensor =
                Weights.ofLongs("constant." + constants++, LongStream.of(values).boxed().toList());
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    private static AttributeProto ints(String name, long... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .addAllInts(LongStream.of(values).boxed().toList())
                .setType(AttributeProto.AttributeType.INTS)
                .build();
    }
}
