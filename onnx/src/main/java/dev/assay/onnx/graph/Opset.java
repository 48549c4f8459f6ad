package dev.assay.onnx.graph;

import com.google.protobuf.ByteString;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.OperatorSetIdProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The version of ONNX's operators that a model uses, and its raising.
///
/// Between 13 and 22 few operators changed in more than the types that they accept; those are
/// rewritten, or refused by name. Operators of other domains, and functions of the model's own, do
/// not depend on it. Source: the version history in ONNX's `docs/Changelog.md`.
public final class Opset {
    private static final int OLDEST = 13;
    private static final int NEWEST = 22;
    private static final Set<String> REDUCTIONS =
            Set.of(
                    "ReduceL1",
                    "ReduceL2",
                    "ReduceLogSum",
                    "ReduceLogSumExp",
                    "ReduceMax",
                    "ReduceMean",
                    "ReduceMin",
                    "ReduceProd",
                    "ReduceSumSquare");

    private final int from;
    private final int to;
    private final Names names;
    private final GraphProto.Builder top;

    private Opset(int from, int to, GraphProto.Builder top) {
        this.from = from;
        this.to = to;
        this.top = top;
        this.names = new Names(top.build());
    }

    /// Whether a node is one of ONNX's own operators.
    public static boolean isStandard(NodeProto node) {
        return isStandard(node.getDomain());
    }

    static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    /// @throws AssayException of kind `ENGINE_BUILD` if the model has none
    public static int of(ModelProto model) {
        return model.getOpsetImportList().stream()
                .filter(it -> isStandard(it.getDomain()))
                .mapToInt(it -> Math.clamp(it.getVersion(), 0, Integer.MAX_VALUE))
                .findFirst()
                .orElseThrow(() -> refused("The model uses none of ONNX's own operators"));
    }

    /// The model with its operators in at least this version, and an IR version that knows it.
    ///
    /// @throws AssayException of kind `ENGINE_BUILD` if an operator cannot be carried over
    public static ModelProto raised(ModelProto model, int target) {
        int current = of(model);
        if (current >= target) {
            return model;
        }
        if (current < OLDEST || target > NEWEST) {
            throw refused(
                    "The model is of opset %d, it has to be raised to %d: export it with opset 17"
                            .formatted(current, target));
        }
        ModelProto.Builder raised = model.toBuilder();
        GraphProto.Builder graph = model.getGraph().toBuilder();
        new Opset(current, target, graph).raise(graph);
        raised.setGraph(graph);
        for (int i = 0; i < raised.getOpsetImportCount(); i++) {
            OperatorSetIdProto own = raised.getOpsetImport(i);
            if (isStandard(own.getDomain())) {
                raised.setOpsetImport(i, own.toBuilder().setVersion(target));
            }
        }
        // ONNX's docs/Versioning.md: IR 9 came with opset 19, IR 10 with opset 21.
        long least = target >= 21 ? 10 : target >= 19 ? 9 : 8;
        return raised.setIrVersion(Math.max(model.getIrVersion(), least)).build();
    }

    private void raise(GraphProto.Builder graph) {
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            NodeProto.Builder raised = node.toBuilder();
            if (isStandard(node)) {
                raise(node, raised);
            }
            for (int j = 0; j < raised.getAttributeCount(); j++) {
                AttributeProto attribute = raised.getAttribute(j);
                if (attribute.hasG()) {
                    GraphProto.Builder inner = attribute.getG().toBuilder();
                    raise(inner);
                    raised.setAttribute(j, attribute.toBuilder().setG(inner));
                }
            }
            graph.setNode(i, raised);
        }
    }

    private void raise(NodeProto node, NodeProto.Builder raised) {
        String operator = node.getOpType();
        if (crosses(16)
                && operator.equals("RoiAlign")
                && Attributes.find(node, "coordinate_transformation_mode").isEmpty()) {
            // The default was another.
            raised.addAttribute(text("coordinate_transformation_mode", "output_half_pixel"));
        }
        if (crosses(18) && REDUCTIONS.contains(operator)) {
            axesAsInput(node, raised);
        }
        if (crosses(18)
                && operator.equals("Split")
                && node.getInputCount() < 2
                && Attributes.find(node, "num_outputs").isEmpty()) {
            raised.addAttribute(Attributes.of("num_outputs", node.getOutputCount()));
        }
        if (crosses(20) && operator.equals("GridSample")) {
            renameMode(raised);
        }
        if ((crosses(20) && operator.equals("DFT"))
                || (crosses(21) && operator.equals("GroupNormalization"))) {
            throw refused(
                    "Node '%s' is a %s of opset %d, which means something else in opset %d: export the model with that opset"
                            .formatted(node.getName(), operator, from, to));
        }
    }

    private boolean crosses(int version) {
        return from < version && version <= to;
    }

    private void axesAsInput(NodeProto node, NodeProto.Builder raised) {
        for (int i = 0; i < node.getAttributeCount(); i++) {
            if (node.getAttribute(i).getName().equals("axes")) {
                String name = names.fresh(node.getOutput(0) + ".axes");
                // Graphs inside see the tensors of the outermost one.
                top.addInitializer(Weights.ofLongs(name, node.getAttribute(i).getIntsList()));
                raised.removeAttribute(i).addInput(name);
                return;
            }
        }
    }

    private static void renameMode(NodeProto.Builder node) {
        List<AttributeProto> attributes = new ArrayList<>(node.getAttributeList());
        attributes.replaceAll(it ->
                switch (it.getName().equals("mode") ? it.getS().toStringUtf8() : "") {
                    case "bilinear" -> text("mode", "linear");
                    case "bicubic" -> text("mode", "cubic");
                    default -> it;
                });
        node.clearAttribute().addAllAttribute(attributes);
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setS(ByteString.copyFromUtf8(value))
                .setType(AttributeProto.AttributeType.STRING)
                .build();
    }

    private static AssayException refused(String message) {
        return new AssayException(ErrorKind.ENGINE_BUILD, message);
    }
}
