package dev.assay.onnx.debug;

import dev.assay.onnx.graph.NodeNames;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A node of a model, without any type of protobuf.
///
/// @param name its own, or that of its first output
/// @param operator with its domain where that is not ONNX's
/// @param outputs tensors that it makes
public record GraphNode(String name, String operator, List<String> outputs) {
    public GraphNode {
        outputs = List.copyOf(outputs);
    }

    /// The nodes of a model in the file's order, which is one of computation.
    public static List<GraphNode> read(Path model) {
        GraphProto graph = OnnxFile.read(model).getGraph();
        NodeNames names = new NodeNames(graph);
        List<GraphNode> nodes = new ArrayList<>();
        for (NodeProto node : graph.getNodeList()) {
            nodes.add(
                    new GraphNode(
                            names.of(node),
                            node.getDomain().isEmpty()
                                    ? node.getOpType()
                                    : node.getDomain() + "." + node.getOpType(),
                            node.getOutputList().stream().filter(it -> !it.isEmpty()).toList()));
        }
        return nodes;
    }

    /// The node that makes each tensor.
    public static Map<String, GraphNode> byOutput(Path model) {
        Map<String, GraphNode> makers = new LinkedHashMap<>();
        read(model).forEach(node -> node.outputs().forEach(it -> makers.put(it, node)));
        return makers;
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(name, operator);
    }
}
