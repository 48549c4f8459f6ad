package dev.assay.onnx.graph;

import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What the nodes of a graph are called, each by another name.
public final class NodeNames {
    private final Map<String, Integer> uses = new HashMap<>();
    private final Set<String> operators = new HashSet<>();

    public NodeNames(GraphProto graph) {
        for (NodeProto node : graph.getNodeList()) {
            uses.merge(node.getName(), 1, Integer::sum);
            operators.add(node.getOpType());
        }
    }

    /// The node's own name, or that of its first output where it has none, shares it, or is called
    /// as an operator is: `keep-fp32` takes either.
    public String of(NodeProto node) {
        String name = node.getName();
        boolean usable =
                !name.isEmpty() && uses.getOrDefault(name, 0) == 1 && !operators.contains(name);
        return usable || node.getOutputCount() == 0 ? name : node.getOutput(0);
    }
}
