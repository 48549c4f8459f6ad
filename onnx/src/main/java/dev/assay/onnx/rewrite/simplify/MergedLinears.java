package dev.assay.onnx.rewrite.simplify;

import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.rewrite.edit.Emitter;
import dev.assay.onnx.rewrite.edit.GraphEdit;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.edit.Rewritten;
import dev.assay.onnx.rewrite.pattern.GraphView;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Multiplies one tensor once by the joined weights of all linear layers that read it: parameters
/// that had been sliced apart, such as those of queries and keys. Biases stay where they are, so
/// that patterns that begin with one are still found.
public final class MergedLinears implements Rewrite {
    /// @param product MatMul of x and constant weights `[in, out]`
    private record Linear(NodeProto product, TensorProto weight) {
        String result() {
            return product.getOutput(0);
        }

        long width() {
            return weight.getDims(1);
        }
    }

    private record Key(String x, long inputs) {}

    @Override
    public String name() {
        return "merge-parameters";
    }

    @Override
    public String what() {
        return "products of one tensor with two and more matrices of weights by one product and a split";
    }

    @Override
    public Rewritten apply(GraphProto graph) {
        GraphEdit edit = new GraphEdit(graph);
        Map<Key, List<Linear>> groups = new LinkedHashMap<>();
        for (NodeProto node : graph.getNodeList()) {
            linear(edit.view(), node)
                    .ifPresent(it ->
                            groups.computeIfAbsent(
                                            new Key(node.getInput(0), it.weight().getDims(0)),
                                            _ -> new ArrayList<>())
                                    .add(it));
        }
        groups.values().stream().filter(it -> it.size() > 1).forEach(it -> merge(edit, it));
        return edit.finish(List.of());
    }

    private static Optional<Linear> linear(GraphView view, NodeProto node) {
        if (!node.getOpType().equals("MatMul")) {
            return Optional.empty();
        }
        Optional<TensorProto> weight = view.constant(node.getInput(1)).filter(it -> isFp32(it, 2));
        if (weight.isEmpty() || view.constant(node.getInput(0)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Linear(node, weight.get()));
    }

    private static boolean isFp32(TensorProto tensor, int rank) {
        return tensor.getDimsCount() == rank && tensor.getDataType() == DataType.FLOAT_VALUE;
    }

    private static void merge(GraphEdit edit, List<Linear> group) {
        Linear first = group.getFirst();
        String name = first.result();
        Emitter emitter = edit.emitter();
        String result =
                emitter.node(
                        "MatMul",
                        List.of(first.product().getInput(0), joinedWeights(emitter, name, group)),
                        name + ".merged");
        emitter.add(
                "Split",
                List.of(result, emitter.longs(group.stream().mapToLong(Linear::width).toArray())),
                group.stream().map(Linear::result).toList(),
                Emitter.integer("axis", -1));
        edit.site(name);
        edit.replace(first.product());
        for (Linear linear : group) {
            if (linear != first) {
                edit.replace(linear.product());
            }
        }
    }

    /// `[in, sum of out]`.
    private static String joinedWeights(Emitter emitter, String name, List<Linear> group) {
        int inputs = (int) group.getFirst().weight().getDims(0);
        int width = (int) group.stream().mapToLong(Linear::width).sum();
        float[] joined = new float[Math.multiplyExact(inputs, width)];
        int begin = 0;
        for (Linear linear : group) {
            FloatBuffer values = Weights.floats(linear.weight());
            int own = (int) linear.width();
            for (int row = 0; row < inputs; row++) {
                values.get(joined, row * width + begin, own);
            }
            begin += own;
        }
        return emitter.floats(name + ".weights", List.of((long) inputs, (long) width), joined);
    }
}
