package dev.assay.onnx.graph;

import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.util.HashSet;
import java.util.Set;

/// Names that a graph, or a graph inside it, gives its tensors: a new one must be another.
public final class Names {
    private final Set<String> taken = new HashSet<>();

    public Names(GraphProto graph) {
        take(graph);
    }

    private void take(GraphProto graph) {
        graph.getInputList().stream().map(ValueInfoProto::getName).forEach(taken::add);
        graph.getInitializerList().stream().map(TensorProto::getName).forEach(taken::add);
        for (NodeProto node : graph.getNodeList()) {
            taken.addAll(node.getOutputList());
            for (AttributeProto attribute : node.getAttributeList()) {
                if (attribute.hasG()) {
                    take(attribute.getG());
                }
                attribute.getGraphsList().forEach(this::take);
            }
        }
    }

    /// The wanted name, with as many underscores behind it as make it new.
    public String fresh(String wanted) {
        String name = wanted;
        while (!taken.add(name)) {
            name += "_";
        }
        return name;
    }
}
