package dev.assay.onnx.half;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.Precision;
import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.graph.ElementTypes;
import dev.assay.onnx.graph.Names;
import dev.assay.onnx.graph.NodeNames;
import dev.assay.onnx.graph.Opset;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.proto.Onnx.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Rewrites FP32 models to FP16 or BF16, for engines that compute what a model's types say.
///
/// Weights and operators change, also around quantised layers; inputs and outputs stay FP32 and are
/// cast. `reference-data/tools/low_precision.py` makes models of the same outputs.
public final class HalfPrecisionEditor {
    private static final Set<String> GENERATORS =
            Set.of(
                    "BlackmanWindow",
                    "Cast",
                    "Constant",
                    "ConstantOfShape",
                    "HammingWindow",
                    "HannWindow",
                    "MelWeightMatrix",
                    "RandomNormal",
                    "RandomUniform");
    private static final Set<String> QUANTISERS = Set.of("QuantizeLinear", "DequantizeLinear");
    private static final int SCALES_OF_RESIZE = 2;

    private final HalfType type;
    private final GraphProto graph;
    private final ElementTypes fp32;
    private final Names names;
    private final KeepRule keep;
    private final LowWeights weights;
    private final Set<String> outputs = new HashSet<>();

    /// Tensors that were FP32 and are not any more.
    private final Set<String> lowered = new HashSet<>();

    private final Map<String, String> casts = new HashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();
    private int kept;

    private HalfPrecisionEditor(HalfType type, List<String> keep, GraphProto graph) {
        this.type = type;
        this.graph = graph;
        this.fp32 = ElementTypes.of(graph);
        this.names = new Names(graph);
        this.keep = new KeepRule(keep, type, graph);
        Map<String, TensorProto> constants = new HashMap<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            if (tensor.getDataType() == DataType.FLOAT_VALUE) {
                constants.put(tensor.getName(), tensor);
            }
        }
        this.weights = new LowWeights(constants, type, names);
        graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(outputs::add);
    }

    /// @param keptInFp32 nodes that compute with FP32 values and stay so
    /// @param clamped constants of one element that were cut to the type's range, with their values
    public record Edited(ModelProto model, int keptInFp32, Map<String, Float> clamped) {}

    /// @param storage FP16 or BF16
    /// @param keep operators, and nodes by patterns of their names, that stay in FP32 besides those
    ///   that always do
    /// @throws AssayException of kind `CONFIG` if an entry of `keep` fits nothing, `ENGINE_BUILD`
    ///   if the model cannot be rewritten
    public static Edited edit(ModelProto model, Precision storage, List<String> keep) {
        HalfType type = HalfType.of(storage);
        boolean quantised =
                model.getGraph().getNodeList().stream()
                        .anyMatch(node -> QUANTISERS.contains(node.getOpType()));
        ModelProto raised = Opset.raised(model, type.opset(quantised));
        HalfPrecisionEditor editor =
                new HalfPrecisionEditor(type, keep, withConstantsAsWeights(raised.getGraph()));
        GraphProto edited = editor.edit();
        return new Edited(
                raised.toBuilder().setGraph(edited).build(), editor.kept, editor.weights.clamped());
    }

    /// The nodes that {@link #edit} lowers, in the order of the graph, by names that `keep` takes.
    public static List<String> listed(ModelProto model, Precision storage, List<String> keep) {
        GraphProto plain = withConstantsAsWeights(model.getGraph());
        ElementTypes types = ElementTypes.of(plain);
        KeepRule rule = new KeepRule(keep, HalfType.of(storage), plain);
        NodeNames names = new NodeNames(plain);
        return plain.getNodeList().stream()
                .filter(it -> !rule.keeps(it) && !GENERATORS.contains(it.getOpType()))
                .filter(it ->
                        it.getInputList().stream().anyMatch(types::isFp32)
                                || it.getOutputList().stream().anyMatch(types::isFp32))
                .map(names::of)
                .toList();
    }

    /// Constant nodes as initialisers, and no initialiser as an input that could replace it.
    private static GraphProto withConstantsAsWeights(GraphProto graph) {
        GraphProto.Builder plain = graph.toBuilder().clearNode().clearInput();
        for (NodeProto node : graph.getNodeList()) {
            if (node.getOpType().startsWith("Sequence")
                    || node.getOpType().startsWith("Optional")) {
                throw new AssayException(
                        ErrorKind.ENGINE_BUILD,
                        "Node '%s' is a %s, which Assay cannot carry over to 16 bits: give such a file under 'onnx-variants'"
                                .formatted(node.getName(), node.getOpType()));
            }
            boolean isWeight =
                    node.getOpType().equals("Constant")
                            && Attributes.find(node, "value").isPresent();
            if (isWeight) {
                plain.addInitializer(
                        Attributes.find(node, "value").orElseThrow().getT().toBuilder()
                                .setName(node.getOutput(0)));
            } else {
                plain.addNode(node);
            }
        }
        Set<String> constants = new HashSet<>();
        plain.getInitializerList().forEach(it -> constants.add(it.getName()));
        graph.getInputList().stream()
                .filter(it -> !constants.contains(it.getName()))
                .forEach(plain::addInput);
        return plain.build();
    }

    private GraphProto edit() {
        for (NodeProto node : graph.getNodeList()) {
            boolean keeps = keep.keeps(node);
            NodeProto.Builder edited = Captures.renamed(node, this::inFp32).toBuilder();
            editInputs(node, edited, keeps);
            boolean computesFp32 =
                    node.getInputList().stream().anyMatch(fp32::isFp32)
                            || node.getOutputList().stream().anyMatch(fp32::isFp32);
            kept += keeps && computesFp32 ? 1 : 0;
            List<NodeProto> after = editOutputs(node, edited, keeps);
            nodes.add(edited.build());
            nodes.addAll(after);
        }
        GraphProto.Builder edited =
                graph.toBuilder().clearNode().addAllNode(nodes).clearValueInfo();
        graph.getValueInfoList().stream()
                .filter(it -> !fp32.isFp32(it.getName()))
                .forEach(edited::addValueInfo);
        Set<String> used = used();
        List<TensorProto> stored = new ArrayList<>(graph.getInitializerList());
        stored.addAll(weights.made());
        stored.removeIf(it -> !used.contains(it.getName()));
        return edited.clearInitializer().addAllInitializer(stored).build();
    }

    private void editInputs(NodeProto node, NodeProto.Builder edited, boolean keeps) {
        for (int i = 0; i < node.getInputCount(); i++) {
            String name = node.getInput(i);
            boolean anyType = node.getOpType().equals("Cast");
            if (!fp32.isFp32(name) || (anyType && !weights.has(name))) {
                continue;
            }
            boolean fixed = node.getOpType().equals("Resize") && i == SCALES_OF_RESIZE;
            boolean isScale = i == 1 && QUANTISERS.contains(node.getOpType());
            edited.setInput(i, keeps || fixed || anyType ? inFp32(name) : inHalf(name, isScale));
        }
    }

    private List<NodeProto> editOutputs(NodeProto node, NodeProto.Builder edited, boolean keeps) {
        List<NodeProto> after = new ArrayList<>();
        if (keeps || GENERATORS.contains(node.getOpType())) {
            return after;
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            String name = node.getOutput(i);
            if (!fp32.isFp32(name) || hasOwnType(node)) {
                continue;
            }
            if (outputs.contains(name)) {
                String low = names.fresh(name + ".low");
                edited.setOutput(i, low);
                after.add(cast(low, name, DataType.FLOAT_VALUE));
            } else {
                lowered.add(name);
            }
        }
        return after;
    }

    /// Whether the type of what a node makes is written in the node.
    private static boolean hasOwnType(NodeProto node) {
        return Attributes.find(node, "dtype").isPresent();
    }

    private String inFp32(String name) {
        return lowered.contains(name) ? castOnce(name, "float", DataType.FLOAT_VALUE) : name;
    }

    private String inHalf(String name, boolean isScale) {
        if (weights.has(name)) {
            return weights.low(name, isScale);
        }
        return lowered.contains(name)
                ? name
                : castOnce(
                        name,
                        type == HalfType.FLOAT16 ? "float16" : "bfloat16",
                        type.elementType());
    }

    private String castOnce(String name, String typeName, int elementType) {
        return casts.computeIfAbsent(
                name,
                it -> {
                    String target = names.fresh(name + ".as." + typeName);
                    nodes.add(cast(name, target, elementType));
                    return target;
                });
    }

    private static NodeProto cast(String source, String target, int elementType) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput(source)
                .addOutput(target)
                .setName(target + ".cast")
                .addAttribute(Attributes.of("to", elementType))
                .build();
    }

    private Set<String> used() {
        Set<String> used = new HashSet<>(outputs);
        UnaryOperator<String> note =
                name -> {
                    used.add(name);
                    return name;
                };
        for (NodeProto node : nodes) {
            used.addAll(node.getInputList());
            if (node.getAttributeList().stream().anyMatch(AttributeProto::hasG)) {
                Captures.renamed(node, note);
            }
        }
        return used;
    }
}
