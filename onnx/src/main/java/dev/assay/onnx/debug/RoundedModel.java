package dev.assay.onnx.debug;

import dev.assay.core.suite.Precision;
import dev.assay.onnx.graph.ElementTypes;
import dev.assay.onnx.graph.Names;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An FP32 model whose weights, inputs and tensors are rounded to the digits of another precision,
/// but not to its range: how far it is from the model itself is what that precision costs at least,
/// tensor by tensor, where nothing is wrong and nothing overflows.
///
/// A value x becomes c - (c - x) with c = x (2^k + 1), which leaves 24 - k binary digits of it
/// (Veltkamp's splitting; Dekker 1971, "A floating-point technique for extending the available
/// precision", section 5). Infinite values, of which that makes NaN, stay.
public final class RoundedModel {
    /// They only move values.
    private static final Set<String> MOVES =
            Set.of(
                    "Cast",
                    "Concat",
                    "Constant",
                    "DepthToSpace",
                    "Expand",
                    "Flatten",
                    "Gather",
                    "Identity",
                    "MaxPool",
                    "Pad",
                    "Relu",
                    "Reshape",
                    "Slice",
                    "SpaceToDepth",
                    "Split",
                    "Squeeze",
                    "Tile",
                    "Transpose",
                    "Unsqueeze");

    private final Names names;
    private final int dropped;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final String factor;

    private RoundedModel(GraphProto graph, int dropped) {
        this.names = new Names(graph);
        this.dropped = dropped;
        this.factor = names.fresh("assay.splitting");
    }

    /// Binary digits of an FP32 value that a precision does without. FP32 loses one, as another
    /// order of its sums may.
    static int dropped(Precision precision) {
        return switch (precision) {
            case FP32 -> 1;
            case TF32, FP16 -> 13;
            case BF16, INT8, FP8 -> 16;
        };
    }

    /// Writes the model; its tensors keep their names.
    public static void write(Path model, Path out, Precision precision) {
        OnnxFile.write(rounded(OnnxFile.read(model), dropped(precision)), out);
    }

    static ModelProto rounded(ModelProto model, int dropped) {
        GraphProto graph = model.getGraph();
        return model.toBuilder().setGraph(new RoundedModel(graph, dropped).edit(graph)).build();
    }

    private GraphProto edit(GraphProto graph) {
        ElementTypes types = ElementTypes.of(graph);
        GraphProto.Builder edited = graph.toBuilder().clearNode().clearInitializer();
        Set<String> weights = new HashSet<>();
        for (TensorProto weight : graph.getInitializerList()) {
            weights.add(weight.getName());
            edited.addInitializer(
                    weight.getDataType() == DataType.FLOAT_VALUE ? rounded(weight) : weight);
        }
        edited.addInitializer(Weights.ofFloats(factor, List.of(), (1 << dropped) + 1));
        Map<String, String> inputs = new HashMap<>();
        for (ValueInfoProto input : graph.getInputList()) {
            String name = input.getName();
            if (!weights.contains(name) && types.isFp32(name)) {
                String rounded = names.fresh(name + ".rounded");
                round(name, rounded);
                inputs.put(name, rounded);
            }
        }
        for (NodeProto node : graph.getNodeList()) {
            NodeProto.Builder own = node.toBuilder();
            for (int i = 0; i < node.getInputCount(); i++) {
                own.setInput(i, inputs.getOrDefault(node.getInput(i), node.getInput(i)));
            }
            int at = nodes.size();
            for (int i = 0; i < node.getOutputCount(); i++) {
                String name = node.getOutput(i);
                if (!name.isEmpty() && types.isFp32(name) && !MOVES.contains(node.getOpType())) {
                    String exact = names.fresh(name + ".exact");
                    own.setOutput(i, exact);
                    round(exact, name);
                }
            }
            nodes.add(at, own.build());
        }
        return edited.addAllNode(nodes).build();
    }

    private void round(String exact, String rounded) {
        String product = add("Mul", exact, factor);
        String rest = add("Sub", product, exact);
        String high = add("Sub", product, rest);
        String undefined = add("IsNaN", high);
        nodes.add(node("Where", rounded, undefined, exact, high));
    }

    private String add(String operator, String... inputs) {
        String output = names.fresh(inputs[0] + "." + operator);
        nodes.add(node(operator, output, inputs));
        return output;
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output + ".rounding")
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    private TensorProto rounded(TensorProto weight) {
        FloatBuffer values = Weights.floats(weight);
        float[] rounded = new float[values.limit()];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = round(values.get(i), dropped);
        }
        return Weights.ofFloats(weight.getName(), weight.getDimsList(), rounded);
    }

    /// To the nearest, ties to even.
    static float round(float value, int dropped) {
        int bits = Float.floatToRawIntBits(value);
        if (!Float.isFinite(value)) {
            return value;
        }
        int odd = (bits >>> dropped) & 1;
        int up = bits + (1 << (dropped - 1)) - 1 + odd;
        float near = Float.intBitsToFloat(up & -(1 << dropped));
        return Float.isFinite(near) ? near : value;
    }
}
