package dev.assay.onnx.debug;

import dev.assay.core.tensor.Shape;
import dev.assay.onnx.graph.ElementTypes;
import dev.assay.onnx.graph.NodeNames;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.proto.Onnx.TensorShapeProto;
import dev.assay.onnx.proto.Onnx.TypeProto;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Parts of a model as models of their own: tensors that other nodes made become inputs.
public final class Subgraph {
    private final ModelProto model;
    private final ElementTypes types;
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final Map<String, NodeProto> nodes = new LinkedHashMap<>();
    private final Map<String, ValueInfoProto> declared = new HashMap<>();
    private final Map<String, TensorProto> weights = new HashMap<>();
    private final Set<String> outputs = new LinkedHashSet<>();

    private Subgraph(ModelProto model) {
        GraphProto graph = model.getGraph();
        this.model = model;
        this.types = ElementTypes.of(graph);
        graph.getValueInfoList().forEach(it -> declared.put(it.getName(), it));
        graph.getOutputList().forEach(it -> declared.put(it.getName(), it));
        graph.getInputList().forEach(it -> declared.put(it.getName(), it));
        graph.getInitializerList().forEach(it -> weights.put(it.getName(), it));
        graph.getOutputList().forEach(it -> outputs.add(it.getName()));
        NodeNames names = new NodeNames(graph);
        for (NodeProto node : graph.getNodeList()) {
            node.getOutputList().forEach(it -> makers.put(it, node));
            if (!isConstant(node)) {
                nodes.put(names.of(node), node);
            }
        }
    }

    public static Subgraph of(Path model) {
        return of(OnnxFile.read(model));
    }

    static Subgraph of(ModelProto model) {
        return new Subgraph(model);
    }

    private static boolean isConstant(NodeProto node) {
        return node.getOpType().equals("Constant") && node.getDomain().isEmpty();
    }

    /// The nodes by name, in the order of the file, without those that are constants.
    public List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    /// For example `/body/0/Conv (Conv)`.
    public String label(String name) {
        NodeProto node = node(name);
        String domain = node.getDomain().isEmpty() ? "" : node.getDomain() + ".";
        return "%s (%s%s)".formatted(name, domain, node.getOpType());
    }

    /// Nodes that certain tensors are computed by, in the order of the file.
    public List<String> ancestors(Collection<String> tensors) {
        Set<NodeProto> found = new HashSet<>();
        List<String> open = new ArrayList<>(tensors);
        while (!open.isEmpty()) {
            NodeProto maker = makers.get(open.removeLast());
            if (maker != null && found.add(maker)) {
                open.addAll(used(maker));
            }
        }
        return nodes.entrySet().stream()
                .filter(it -> found.contains(it.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// What a part takes from outside of it, weights and constants excepted.
    public List<String> inputs(Collection<String> part) {
        Set<String> made = new HashSet<>();
        part.forEach(it -> made.addAll(node(it).getOutputList()));
        Set<String> inputs = new LinkedHashSet<>();
        for (String name : part) {
            for (String tensor : used(node(name))) {
                NodeProto maker = makers.get(tensor);
                boolean fixed = weights.containsKey(tensor) || (maker != null && isConstant(maker));
                if (!made.contains(tensor) && !fixed) {
                    inputs.add(tensor);
                }
            }
        }
        return List.copyOf(inputs);
    }

    /// What a part gives to the rest of the model, or out of it.
    public List<String> outputs(Collection<String> part) {
        Set<String> inside = new HashSet<>(part);
        Set<String> wanted = new HashSet<>(outputs);
        Set<String> consumed = new HashSet<>();
        nodes.forEach(
                (name, node) -> (inside.contains(name) ? consumed : wanted).addAll(used(node)));
        List<String> given = new ArrayList<>();
        for (String name : part) {
            for (String tensor : node(name).getOutputList()) {
                if (!tensor.isEmpty() && (wanted.contains(tensor) || !consumed.contains(tensor))) {
                    given.add(tensor);
                }
            }
        }
        return given;
    }

    /// Writes a part with the outputs that it gives to the rest.
    ///
    /// @param part in the order of the file
    /// @param shapes of its inputs, as far as they are known; else what the file says of them
    public void write(Path out, List<String> part, Map<String, Shape> shapes) {
        write(out, part, shapes, outputs(part));
    }

    /// Writes a part with certain outputs.
    public void write(Path out, List<String> part, Map<String, Shape> shapes, List<String> wanted) {
        OnnxFile.write(model(part, shapes, wanted), out);
    }

    ModelProto model(List<String> part, Map<String, Shape> shapes, List<String> wanted) {
        Set<String> needed = new HashSet<>();
        part.forEach(it -> needed.addAll(used(node(it))));
        GraphProto.Builder graph =
                GraphProto.newBuilder().setName(model.getGraph().getName() + ".part");
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (isConstant(node) && node.getOutputList().stream().anyMatch(needed::contains)) {
                graph.addNode(node);
            }
        }
        part.forEach(it -> graph.addNode(node(it)));
        model.getGraph().getInitializerList().stream()
                .filter(it -> needed.contains(it.getName()))
                .forEach(graph::addInitializer);
        inputs(part).forEach(it -> graph.addInput(value(it, shapes)));
        wanted.forEach(it -> graph.addOutput(value(it, Map.of())));
        return model.toBuilder().setGraph(graph).build();
    }

    private ValueInfoProto value(String name, Map<String, Shape> shapes) {
        Shape shape = shapes.get(name);
        ValueInfoProto known = declared.get(name);
        if (shape == null && known != null) {
            return known;
        }
        int type = types.of(name);
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder()
                        .setElemType(
                                type == DataType.UNDEFINED_VALUE ? DataType.FLOAT_VALUE : type);
        if (shape != null) {
            TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
            shape.dims()
                    .forEach(it ->
                            dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(it)));
            tensor.setShape(dims);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private NodeProto node(String name) {
        NodeProto node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("There is no node " + name);
        }
        return node;
    }

    /// A node's inputs, and what its bodies take from around it.
    private static Set<String> used(NodeProto node) {
        Set<String> used = new LinkedHashSet<>(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                used.addAll(captured(attribute.getG()));
            }
            attribute.getGraphsList().forEach(it -> used.addAll(captured(it)));
        }
        used.remove("");
        return used;
    }

    private static Set<String> captured(GraphProto body) {
        Set<String> own = new HashSet<>();
        body.getInputList().forEach(it -> own.add(it.getName()));
        body.getInitializerList().forEach(it -> own.add(it.getName()));
        body.getNodeList().forEach(it -> own.addAll(it.getOutputList()));
        Set<String> captured = new LinkedHashSet<>();
        body.getNodeList().forEach(it -> captured.addAll(used(it)));
        body.getOutputList().forEach(it -> captured.add(it.getName()));
        captured.removeAll(own);
        return captured;
    }
}
