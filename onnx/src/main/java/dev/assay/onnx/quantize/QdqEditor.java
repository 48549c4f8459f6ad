package dev.assay.onnx.quantize;

import dev.assay.core.AssayException;
import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.graph.Names;
import dev.assay.onnx.graph.Opset;
import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Inserts QuantizeLinear and DequantizeLinear around weights and activations.
///
/// The result is as plain as TensorRT likes it: symmetric, zero points of 0, a pair of its own for
/// every consumer of an activation, weights kept in FP32 and quantised in the graph, biases left
/// alone. `reference-data/tools/qdq.py` makes the same graphs.
public final class QdqEditor {
    private final Scheme scheme;
    private final Map<String, Double> ranges;
    private final GraphProto.Builder graph;
    private final Names names;
    private final Map<Integer, List<NodeProto>> before = new HashMap<>();
    private final Map<String, String> stored = new HashMap<>();
    private final Map<String, String> weights = new HashMap<>();

    private QdqEditor(Scheme scheme, Map<String, Double> ranges, GraphProto graph) {
        this.scheme = scheme;
        this.ranges = ranges;
        this.graph = graph.toBuilder();
        this.names = new Names(graph);
    }

    /// The model with the nodes of a quantisation file quantised.
    ///
    /// @throws AssayException of kind `CONFIG` if the file names what the model does not have,
    ///   `ENGINE_BUILD` if the model's opset is too old
    public static ModelProto quantised(ModelProto model, QuantizationFile file) {
        ModelProto raised = Opset.raised(model, file.scheme().opset());
        Quantisable chosen = Quantisable.of(raised.getGraph()).named(new HashSet<>(file.nodes()));
        requireAll(file.nodes(), chosen);
        QdqEditor editor = new QdqEditor(file.scheme(), file.ranges(), raised.getGraph());
        return raised.toBuilder().setGraph(editor.edit(chosen)).build();
    }

    private static void requireAll(List<String> wanted, Quantisable chosen) {
        Set<String> missing = new HashSet<>(wanted);
        chosen.nodes().forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw AssayException.config(
                    "The model has no quantisable node of output %s: calibrate it again with 'assay quantize'"
                            .formatted(
                                    missing.stream()
                                            .sorted()
                                            .limit(5)
                                            .collect(Collectors.joining("', '", "'", "'"))));
        }
    }

    private GraphProto edit(Quantisable chosen) {
        for (Layer layer : chosen.layers()) {
            String input = activation(layer.position(), layer.node(), 0, "input");
            String weight = weight(layer);
            graph.setNode(
                    layer.position(),
                    layer.node().toBuilder().setInput(0, input).setInput(1, weight));
        }
        for (Quantisable.Shortcut shortcut : chosen.shortcuts()) {
            String input = activation(shortcut.position(), shortcut.node(), 1, "shortcut");
            graph.setNode(shortcut.position(), shortcut.node().toBuilder().setInput(1, input));
        }
        List<NodeProto> ordered = new ArrayList<>();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            ordered.addAll(before.getOrDefault(i, List.of()));
            ordered.add(graph.getNode(i));
        }
        return graph.clearNode().addAllNode(ordered).build();
    }

    private String activation(int position, NodeProto node, int index, String role) {
        String tensor = node.getInput(index);
        Double range = ranges.get(tensor);
        if (range == null) {
            throw AssayException.config(
                    "There is no range for activation '%s' of '%s': calibrate the model again with 'assay quantize'"
                            .formatted(tensor, node.getOutput(0)));
        }
        float scale = (float) (range / scheme.largest());
        if (!(scale > 0)) {
            throw AssayException.config(
                    "The range %s of activation '%s' is too small for a scale"
                            .formatted(range, tensor));
        }
        return pair(
                position,
                tensor,
                node.getOutput(0) + "." + role,
                Weights.ofFloats(tensor + ".scale", List.of(), scale),
                List.of());
    }

    /// One pair serves every consumer of a weight: it is a constant.
    private String weight(Layer layer) {
        String name = layer.node().getInput(1);
        String known = weights.get(name);
        if (known != null) {
            return known;
        }
        float[] largest = largest(layer);
        for (int i = 0; i < largest.length; i++) {
            if (!Float.isFinite(largest[i])) {
                throw AssayException.data("Weight '" + name + "' has values that are not finite");
            }
            // Any scale describes zeros; 0 would make them NaN.
            largest[i] = largest[i] == 0 ? 1 : largest[i] / scheme.largest();
        }
        boolean perChannel = scheme.perChannel();
        String made =
                pair(
                        layer.position(),
                        name,
                        name,
                        Weights.ofFloats(
                                name + ".scale",
                                perChannel ? List.of((long) largest.length) : List.of(),
                                largest),
                        perChannel ? List.of(layer.axis()) : List.of());
        weights.put(name, made);
        return made;
    }

    /// Largest magnitudes: of every output channel, or one of all.
    private float[] largest(Layer layer) {
        FloatBuffer values = Weights.floats(layer.weight());
        List<Long> dims = layer.weight().getDimsList();
        long channels = dims.get(layer.axis());
        long inner = dims.stream().skip(layer.axis() + 1L).reduce(1L, (a, b) -> a * b);
        float[] largest = new float[scheme.perChannel() ? Math.toIntExact(channels) : 1];
        for (int i = 0; i < values.limit(); i++) {
            int channel = scheme.perChannel() ? (int) (i / inner % channels) : 0;
            // NaN stays NaN.
            largest[channel] = Math.max(largest[channel], Math.abs(values.get(i)));
        }
        return largest;
    }

    /// @param axis none or one
    private String pair(
            int position, String tensor, String name, TensorProto scale, List<Integer> axis) {
        List<String> parameters = List.of(store(scale), store(zeros(scale.getDimsList())));
        String quantised = names.fresh(name + ".quantised");
        String back = names.fresh(name + ".dequantised");
        before.computeIfAbsent(position, it -> new ArrayList<>())
                .addAll(
                        List.of(
                                node("QuantizeLinear", tensor, parameters, quantised, axis),
                                node("DequantizeLinear", quantised, parameters, back, axis)));
        return back;
    }

    private static NodeProto node(
            String operator,
            String input,
            List<String> parameters,
            String output,
            List<Integer> axis) {
        NodeProto.Builder node =
                NodeProto.newBuilder()
                        .setOpType(operator)
                        .addInput(input)
                        .addAllInput(parameters)
                        .addOutput(output)
                        .setName(output);
        axis.forEach(it -> node.addAttribute(Attributes.of("axis", it)));
        return node.build();
    }

    private TensorProto zeros(List<Long> dims) {
        String name =
                dims.stream()
                        .map(it -> "." + it)
                        .collect(
                                Collectors.joining(
                                        "",
                                        "zero."
                                                + TensorProto.DataType.forNumber(
                                                                scheme.elementType())
                                                        .name(),
                                        ""));
        int count = dims.isEmpty() ? 1 : Math.toIntExact(dims.getFirst());
        return Weights.raw(name, scheme.elementType(), dims, ByteBuffer.allocate(count));
    }

    /// Equal tensors are stored once, under one name.
    private String store(TensorProto tensor) {
        return stored.computeIfAbsent(
                tensor.getName(),
                wanted -> {
                    String name = names.fresh(wanted);
                    graph.addInitializer(tensor.toBuilder().setName(name));
                    return name;
                });
    }
}
