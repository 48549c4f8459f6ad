package dev.assay.onnx.debug;

import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.graph.ElementTypes;
import dev.assay.onnx.graph.Names;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A model in FP16 whose nodes compute in FP32 between casts that are nodes of their own.
///
/// ONNX Runtime's CPU does the same with casts that it puts in itself, but takes out a cast to FP16
/// and back between two nodes: what is beyond FP16's range would come through it. Casts of the file
/// stay (ONNX Runtime 1.20, `insert_cast_transformer.cc`).
public final class ExplicitCasts {
    /// They only move values, in any type.
    private static final Set<String> MOVES =
            Set.of(
                    "Cast",
                    "Concat",
                    "Flatten",
                    "Gather",
                    "Identity",
                    "Reshape",
                    "Slice",
                    "Split",
                    "Squeeze",
                    "Transpose",
                    "Unsqueeze");

    private final ElementTypes types;
    private final Names names;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, String> wide = new HashMap<>();

    private ExplicitCasts(GraphProto graph) {
        this.types = ElementTypes.of(graph);
        this.names = new Names(graph);
    }

    /// Writes the model; its tensors keep their names and types.
    public static void write(Path model, Path out) {
        OnnxFile.write(edited(OnnxFile.read(model)), out);
    }

    static ModelProto edited(ModelProto model) {
        ExplicitCasts casts = new ExplicitCasts(model.getGraph());
        model.getGraph().getNodeList().forEach(casts::add);
        return model.toBuilder()
                .setGraph(model.getGraph().toBuilder().clearNode().addAllNode(casts.nodes))
                .build();
    }

    private void add(NodeProto node) {
        if (MOVES.contains(node.getOpType())) {
            nodes.add(node);
            return;
        }
        NodeProto.Builder own = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            if (isHalf(node.getInput(i))) {
                own.setInput(i, wide.computeIfAbsent(node.getInput(i), this::widened));
            }
        }
        List<NodeProto> after = new ArrayList<>();
        for (int i = 0; i < node.getOutputCount(); i++) {
            String name = node.getOutput(i);
            if (isHalf(name)) {
                String exact = names.fresh(name + ".exact");
                own.setOutput(i, exact);
                after.add(cast(exact, name, DataType.FLOAT16_VALUE));
            }
        }
        nodes.add(own.build());
        nodes.addAll(after);
    }

    private boolean isHalf(String name) {
        return types.of(name) == DataType.FLOAT16_VALUE;
    }

    private String widened(String name) {
        String target = names.fresh(name + ".wide");
        nodes.add(cast(name, target, DataType.FLOAT_VALUE));
        return target;
    }

    private static NodeProto cast(String source, String target, int type) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .setName(target + ".explicit")
                .addInput(source)
                .addOutput(target)
                .addAttribute(Attributes.of("to", type))
                .build();
    }
}
