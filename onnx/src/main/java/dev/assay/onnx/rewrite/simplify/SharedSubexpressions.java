package dev.assay.onnx.rewrite.simplify;

import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.rewrite.edit.GraphEdit;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.edit.Rewritten;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Computes once what a graph computes twice, such as position embeddings that every layer makes.
public final class SharedSubexpressions implements Rewrite {
    private static final Set<String> RANDOM =
            Set.of(
                    "RandomNormal",
                    "RandomUniform",
                    "RandomNormalLike",
                    "RandomUniformLike",
                    "Bernoulli",
                    "Multinomial",
                    "Dropout");

    @Override
    public String name() {
        return "share-subexpressions";
    }

    @Override
    public String what() {
        return "nodes that repeat another one, from equal inputs, by that one's results";
    }

    @Override
    public Rewritten apply(GraphProto graph) {
        GraphEdit edit = new GraphEdit(graph);
        Map<String, String> same = equalConstants(graph);
        Map<NodeProto, NodeProto> seen = new HashMap<>();
        for (NodeProto node : graph.getNodeList()) {
            boolean plain =
                    !RANDOM.contains(node.getOpType())
                            && node.getAttributeList().stream().noneMatch(AttributeProto::hasG)
                            && node.getOutputList().stream().noneMatch(edit.view()::isOutput);
            if (!plain) {
                continue;
            }
            NodeProto first = seen.putIfAbsent(anonymous(node, same), node);
            if (first != null && first.getOutputCount() == node.getOutputCount()) {
                for (int i = 0; i < node.getOutputCount(); i++) {
                    same.put(node.getOutput(i), first.getOutput(i));
                    edit.alias(node, node.getOutput(i), first.getOutput(i));
                }
                edit.site(node.getOutput(0));
            }
        }
        return edit.finish(List.of());
    }

    /// Small constants of equal values stand for each other: exporters write every index anew.
    private static Map<String, String> equalConstants(GraphProto graph) {
        Map<String, String> same = new HashMap<>();
        Map<TensorProto, String> seen = new HashMap<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            String first =
                    seen.putIfAbsent(tensor.toBuilder().clearName().build(), tensor.getName());
            if (first != null) {
                same.put(tensor.getName(), first);
            }
        }
        return same;
    }

    private static NodeProto anonymous(NodeProto node, Map<String, String> same) {
        NodeProto.Builder plain = node.toBuilder().clearName().clearOutput().clearDocString();
        for (int i = 0; i < node.getInputCount(); i++) {
            plain.setInput(i, same.getOrDefault(node.getInput(i), node.getInput(i)));
        }
        return plain.build();
    }
}
