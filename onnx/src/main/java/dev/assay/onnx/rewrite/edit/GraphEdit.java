package dev.assay.onnx.rewrite.edit;

import dev.assay.onnx.graph.Names;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import dev.assay.onnx.rewrite.pattern.GraphView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Replaces nodes of a graph, each by what takes its place in the order of nodes, and drops what
/// nothing reads any more.
public final class GraphEdit {
    private final GraphView view;
    private final Emitter emitter;
    private final Map<NodeProto, List<NodeProto>> replaced = new IdentityHashMap<>();
    private final Map<String, String> renamed = new HashMap<>();
    private final List<String> sites = new ArrayList<>();

    public GraphEdit(GraphProto graph) {
        this.view = new GraphView(graph);
        this.emitter = new Emitter(new Names(graph));
    }

    public GraphView view() {
        return view;
    }

    public Emitter emitter() {
        return emitter;
    }

    /// Puts what the emitter made since the last call in a node's place.
    public void replace(NodeProto node) {
        replaced.put(node, emitter.takeNodes());
    }

    /// Removes a node whose result others are to read under another name.
    public void alias(NodeProto node, String result, String other) {
        replaced.put(node, List.of());
        renamed.put(result, other);
    }

    /// Notes where something was found.
    ///
    /// @param tensor the result that was replaced
    public void site(String tensor) {
        sites.add(tensor);
    }

    /// The edited graph.
    ///
    /// @param nearMisses places that all but fit, for people
    public Rewritten finish(List<String> nearMisses) {
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : view.graph().getNodeList()) {
            for (NodeProto kept : replaced.getOrDefault(node, List.of(node))) {
                nodes.add(renamed.isEmpty() ? kept : renamed(kept));
            }
        }
        List<TensorProto> constants = new ArrayList<>(view.graph().getInitializerList());
        constants.addAll(emitter.constants());
        GraphProto.Builder edited = view.graph().toBuilder().clearNode().clearInitializer();
        Set<String> used = used(nodes);
        nodes.stream()
                .filter(it -> it.getOutputList().stream().anyMatch(used::contains))
                .forEach(edited::addNode);
        constants.stream()
                .filter(it -> used.contains(it.getName()))
                .forEach(edited::addInitializer);
        return new Rewritten(edited.clearValueInfo().build(), sites, nearMisses);
    }

    private NodeProto renamed(NodeProto node) {
        NodeProto.Builder changed = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            String name = node.getInput(i);
            while (renamed.containsKey(name)) {
                name = renamed.get(name);
            }
            changed.setInput(i, name);
        }
        return changed.build();
    }

    /// Tensors that the graph's outputs are made of.
    private Set<String> used(List<NodeProto> nodes) {
        Map<String, NodeProto> producers = new HashMap<>();
        nodes.forEach(node -> node.getOutputList().forEach(it -> producers.put(it, node)));
        Set<String> used = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        view.graph().getOutputList().stream().map(ValueInfoProto::getName).forEach(open::add);
        while (!open.isEmpty()) {
            String tensor = open.remove();
            if (used.add(tensor)) {
                NodeProto node = producers.get(tensor);
                if (node != null) {
                    readBy(node).forEach(open::add);
                }
            }
        }
        return used;
    }

    /// What a node reads, bodies of loops and branches included.
    private static List<String> readBy(NodeProto node) {
        List<String> read = new ArrayList<>(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                attribute.getG().getNodeList().forEach(it -> read.addAll(readBy(it)));
                attribute.getG().getOutputList().forEach(it -> read.add(it.getName()));
            }
        }
        return read;
    }
}
