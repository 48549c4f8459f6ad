package dev.assay.onnx.rewrite.pattern;

import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A graph as its tensors connect it: who makes a tensor, who reads it, what is constant.
public final class GraphView {
    private final GraphProto graph;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, List<NodeProto>> consumers = new HashMap<>();
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();

    public GraphView(GraphProto graph) {
        this.graph = graph;
        graph.getInitializerList().forEach(it -> constants.put(it.getName(), it));
        for (NodeProto node : graph.getNodeList()) {
            node.getOutputList().forEach(it -> producers.put(it, node));
            node.getInputList()
                    .forEach(it -> consumers.computeIfAbsent(it, _ -> new ArrayList<>()).add(node));
            if (node.getOpType().equals("Constant")) {
                Attributes.find(node, "value")
                        .ifPresent(it -> constants.put(node.getOutput(0), it.getT()));
            }
        }
        graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(outputs::add);
    }

    public GraphProto graph() {
        return graph;
    }

    public Optional<NodeProto> producer(String tensor) {
        return Optional.ofNullable(producers.get(tensor));
    }

    public List<NodeProto> consumers(String tensor) {
        return consumers.getOrDefault(tensor, List.of());
    }

    /// The values of a tensor that is an initialiser or made by a `Constant` node.
    public Optional<TensorProto> constant(String tensor) {
        return Optional.ofNullable(constants.get(tensor));
    }

    public boolean isOutput(String tensor) {
        return outputs.contains(tensor);
    }
}
