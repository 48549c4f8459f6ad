package dev.assay.onnx.quantize;

import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.graph.Opset;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What of a graph can be quantised. Nodes are named by their first outputs, which every node has.
///
/// @param layers with constant weights
/// @param shortcuts sums of residual blocks, `Relu(convolution + shortcut)`, which fuse with the
///   convolution. Only the shortcut, the second input, is quantised: the first never leaves the
///   convolution's registers
record Quantisable(List<Layer> layers, List<Shortcut> shortcuts) {
    /// @param position of the node in its graph
    record Shortcut(int position, NodeProto node) {}

    static Quantisable of(GraphProto graph) {
        Map<String, TensorProto> constants = constants(graph);
        Map<String, String> operators = new HashMap<>();
        Set<String> rectified = new HashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            node.getOutputList().forEach(output -> operators.put(output, node.getOpType()));
            if (node.getOpType().equals("Relu") && node.getInputCount() > 0) {
                rectified.add(node.getInput(0));
            }
        }
        List<Layer> layers = new ArrayList<>();
        List<Shortcut> shortcuts = new ArrayList<>();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            Layer.of(i, node, constants).ifPresent(layers::add);
            if (node.getOpType().equals("Add")
                    && Opset.isStandard(node)
                    && node.getInputCount() == 2
                    && rectified.contains(node.getOutput(0))
                    && "Conv".equals(operators.get(node.getInput(0)))) {
                shortcuts.add(new Shortcut(i, node));
            }
        }
        return new Quantisable(layers, shortcuts);
    }

    /// What a scheme quantises unless it is told otherwise.
    Quantisable chosenBy(Scheme scheme) {
        return new Quantisable(
                layers.stream().filter(scheme::accepts).toList(),
                scheme.quantisesShortcuts() ? shortcuts : List.of());
    }

    /// Only the named nodes.
    Quantisable named(Set<String> nodes) {
        return new Quantisable(
                layers.stream().filter(it -> nodes.contains(it.node().getOutput(0))).toList(),
                shortcuts.stream().filter(it -> nodes.contains(it.node().getOutput(0))).toList());
    }

    /// Names of the nodes.
    List<String> nodes() {
        return Stream.concat(
                        layers.stream().map(Layer::node), shortcuts.stream().map(Shortcut::node))
                .map(node -> node.getOutput(0))
                .toList();
    }

    /// The tensors whose ranges are needed.
    List<String> activations() {
        Set<String> tensors = new LinkedHashSet<>();
        layers.forEach(it -> tensors.add(it.node().getInput(0)));
        shortcuts.forEach(it -> tensors.add(it.node().getInput(1)));
        return List.copyOf(tensors);
    }

    private static Map<String, TensorProto> constants(GraphProto graph) {
        Map<String, TensorProto> constants = new HashMap<>();
        graph.getInitializerList().forEach(it -> constants.put(it.getName(), it));
        for (NodeProto node : graph.getNodeList()) {
            if (node.getOpType().equals("Constant")) {
                Optional<AttributeProto> value = Attributes.find(node, "value");
                value.ifPresent(it -> constants.put(node.getOutput(0), it.getT()));
            }
        }
        return constants;
    }
}
