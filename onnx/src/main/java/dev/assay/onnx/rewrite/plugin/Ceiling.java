package dev.assay.onnx.rewrite.plugin;

import static dev.assay.onnx.rewrite.edit.Emitter.integer;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.rewrite.edit.Emitter;
import dev.assay.onnx.rewrite.edit.GraphEdit;
import dev.assay.onnx.rewrite.edit.Plugins;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.edit.Rewritten;
import java.util.List;

/// Puts next to nothing in the place of what a plugin would replace: the time that is left is the
/// least that any plugin there could reach. The outputs are wrong on purpose.
public final class Ceiling implements Rewrite {
    /// What the names of such rewrites begin with.
    public static final String PREFIX = "ceiling-";

    private final Rewrite plugin;

    public Ceiling(Rewrite plugin) {
        this.plugin = plugin;
    }

    @Override
    public String name() {
        return PREFIX + plugin.name();
    }

    @Override
    public String what() {
        return "what '%s' replaces by next to nothing: the most that it could win, with wrong outputs"
                .formatted(plugin.name());
    }

    @Override
    public Rewritten apply(GraphProto graph) {
        Rewritten fused = plugin.apply(graph);
        GraphEdit edit = new GraphEdit(fused.graph());
        List<String> before =
                graph.getNodeList().stream()
                        .filter(Plugins::isPlugin)
                        .map(it -> it.getOutput(0))
                        .toList();
        for (NodeProto node : fused.graph().getNodeList()) {
            if (Plugins.isPlugin(node) && !before.contains(node.getOutput(0))) {
                write(node, edit.emitter());
                edit.replace(node);
            }
        }
        return new Rewritten(edit.finish(List.of()).graph(), fused.sites(), fused.nearMisses());
    }

    private static void write(NodeProto node, Emitter emitter) {
        String name = node.getOutput(0);
        String x = node.getInput(0);
        switch (node.getOpType()) {
            case "AssayLayerNorm", "AssayL2Normalize", "AssayGelu", "AssayMaskedSoftmax" ->
                    emitter.last("Identity", List.of(x), name);
            case "AssayAddBiasTranspose" -> heads(node, emitter);
            case "AssayMask2Pos" -> {
                String mask =
                        emitter.node(
                                "Cast",
                                List.of(x),
                                name + ".mask",
                                integer("to", DataType.FLOAT_VALUE));
                String upright =
                        emitter.node(
                                "Unsqueeze", List.of(mask, emitter.longs(2)), name + ".upright");
                long channels = Attributes.integer(node, "channels", 256);
                String row =
                        emitter.floats(name + ".row", List.of(channels), new float[(int) channels]);
                emitter.last("Add", List.of(upright, row), name);
            }
            case "AssayWindowAttention" -> {
                String whole = node.getInput(node.getInputCount() - 1);
                if (node.getInputCount() > 1) {
                    emitter.last("Identity", List.of(whole), name);
                } else {
                    List<String> halves =
                            emitter.nodes(
                                    "Split", List.of(whole), 2, name + ".half", integer("axis", 1));
                    emitter.last("Identity", List.of(halves.get(1)), name);
                }
            }
            default ->
                    throw new AssayException(
                            ErrorKind.INTERNAL, "No ceiling for " + node.getOpType());
        }
    }

    /// The values in their order, under the shape of the result.
    private static void heads(NodeProto node, Emitter emitter) {
        long heads = Attributes.integer(node, "heads", 8);
        String name = node.getOutput(0);
        String x = node.getInput(0);
        String rows =
                emitter.node(
                        "Shape",
                        List.of(x),
                        name + ".rows",
                        integer("start", 1),
                        integer("end", 2));
        String batch =
                emitter.node(
                        "Shape",
                        List.of(x),
                        name + ".batch",
                        integer("start", 0),
                        integer("end", 1));
        String first = emitter.node("Mul", List.of(batch, emitter.longs(heads)), name + ".first");
        String shape =
                emitter.node(
                        "Concat",
                        List.of(first, rows, emitter.longs(-1)),
                        name + ".shape",
                        integer("axis", 0));
        emitter.last("Reshape", List.of(x, shape), name);
    }
}
