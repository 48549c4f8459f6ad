package dev.assay.onnx.rewrite.plugin;

import static dev.assay.onnx.rewrite.edit.Emitter.integer;
import static dev.assay.onnx.rewrite.edit.Emitter.integers;
import static dev.assay.onnx.rewrite.edit.Emitter.number;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.rewrite.edit.Emitter;
import dev.assay.onnx.rewrite.edit.GraphEdit;
import dev.assay.onnx.rewrite.edit.Plugins;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.edit.Rewritten;
import java.util.List;

/// Every plugin's node by what its README says that it computes, in ONNX's own operators: any
/// engine then runs a rewritten model, and shows that the rewrite changed nothing.
public final class PluginReference implements Rewrite {
    @Override
    public String name() {
        return "expand-plugins";
    }

    @Override
    public String what() {
        return "nodes of the plugin library by ONNX's own operators, as each plugin is defined";
    }

    @Override
    public Rewritten apply(GraphProto graph) {
        GraphEdit edit = new GraphEdit(graph);
        for (NodeProto node : graph.getNodeList()) {
            if (Plugins.isPlugin(node)) {
                write(node, edit.emitter());
                edit.site(node.getOutput(0));
                edit.replace(node);
            }
        }
        return edit.finish(List.of());
    }

    private static void write(NodeProto node, Emitter emitter) {
        switch (node.getOpType()) {
            case "AssayLayerNorm" ->
                    emitter.last(
                            "LayerNormalization",
                            node.getInputList(),
                            node.getOutput(0),
                            integer("axis", -1),
                            number("epsilon", real(node, "epsilon", 1e-5f)));
            case "AssayL2Normalize" -> l2Normalize(node, emitter);
            case "AssayGelu" -> gelu(node, emitter);
            case "AssayMaskedSoftmax" -> maskedSoftmax(node, emitter);
            case "AssayAddBiasTranspose" -> addBiasTranspose(node, emitter);
            case "AssayMask2Pos" -> maskToPositions(node, emitter);
            case "AssayWindowAttention" -> WindowReference.write(node, emitter);
            default ->
                    throw new AssayException(
                            ErrorKind.ENGINE_BUILD,
                            "Nothing is known of %s of node '%s': it cannot be written in ONNX's own operators"
                                    .formatted(node.getOpType(), node.getName()));
        }
    }

    private static float real(NodeProto node, String name, float fallback) {
        return Attributes.find(node, name).map(AttributeProto::getF).orElse(fallback);
    }

    static String text(NodeProto node, String name) {
        return Attributes.find(node, name).map(it -> it.getS().toStringUtf8()).orElse("");
    }

    private static void l2Normalize(NodeProto node, Emitter emitter) {
        String name = node.getOutput(0);
        String length =
                emitter.node(
                        "ReduceL2",
                        List.of(node.getInput(0)),
                        name + ".length",
                        integers("axes", List.of(-1L)));
        String divisor =
                emitter.node(
                        "Max",
                        List.of(length, emitter.number(real(node, "epsilon", 1e-12f))),
                        name + ".divisor");
        emitter.last("Div", List.of(node.getInput(0), divisor), name);
    }

    private static void gelu(NodeProto node, Emitter emitter) {
        String name = node.getOutput(0);
        String x = node.getInput(0);
        String scaled =
                emitter.node(
                        "Mul",
                        List.of(x, emitter.number((float) Math.sqrt(0.5))),
                        name + ".scaled");
        String erf = emitter.node("Erf", List.of(scaled), name + ".erf");
        String raised = emitter.node("Add", List.of(erf, emitter.number(1)), name + ".raised");
        String half = emitter.node("Mul", List.of(x, emitter.number(0.5f)), name + ".half");
        emitter.last("Mul", List.of(half, raised), name);
    }

    private static void maskedSoftmax(NodeProto node, Emitter emitter) {
        String name = node.getOutput(0);
        String mask =
                emitter.node(
                        "Cast",
                        List.of(node.getInput(1)),
                        name + ".mask",
                        integer("to", DataType.BOOL_VALUE));
        String spread =
                emitter.node("Unsqueeze", List.of(mask, emitter.longs(1, 2)), name + ".spread");
        String nothing = emitter.number(Float.NEGATIVE_INFINITY);
        String x = node.getInput(0);
        List<String> chosen =
                text(node, "mask").equals("valid")
                        ? List.of(spread, x, nothing)
                        : List.of(spread, nothing, x);
        String masked = emitter.node("Where", chosen, name + ".masked");
        emitter.last("Softmax", List.of(masked), name, integer("axis", -1));
    }

    /// `[B, L, C]` or `[B, H, W, C]`; batches and heads become one dimension.
    private static void addBiasTranspose(NodeProto node, Emitter emitter) {
        String name = node.getOutput(0);
        long heads = Attributes.integer(node, "heads", 8);
        String biased =
                emitter.node("Add", List.of(node.getInput(0), node.getInput(1)), name + ".biased");
        String scaled =
                emitter.node(
                        "Mul",
                        List.of(biased, emitter.number(real(node, "scale", 1))),
                        name + ".scaled");
        boolean query = text(node, "form").equals("q");
        String cut =
                emitter.node(
                        "Reshape",
                        List.of(
                                scaled,
                                query
                                        ? emitter.longs(0, 0, heads, -1)
                                        : emitter.longs(0, 0, 0, heads, -1)),
                        name + ".cut");
        String turned =
                emitter.node(
                        "Transpose",
                        List.of(cut),
                        name + ".turned",
                        integers(
                                "perm",
                                query ? List.of(0L, 2L, 1L, 3L) : List.of(0L, 3L, 1L, 2L, 4L)));
        // [B, heads, L, d] or [B, heads, H, W d] to three dimensions: the second is the input's.
        String rows =
                emitter.node(
                        "Shape",
                        List.of(node.getInput(0)),
                        name + ".rows",
                        integer("start", 1),
                        integer("end", 2));
        String four =
                query
                        ? turned
                        : emitter.node(
                                "Reshape",
                                List.of(turned, emitter.longs(0, 0, 0, -1)),
                                name + ".four");
        String last = emitter.node("Shape", List.of(four), name + ".last", integer("start", 3));
        String shape =
                emitter.node(
                        "Concat",
                        List.of(emitter.longs(-1), rows, last),
                        name + ".shape",
                        integer("axis", 0));
        emitter.last("Reshape", List.of(four, shape), name);
    }

    private static void maskToPositions(NodeProto node, Emitter emitter) {
        String name = node.getOutput(0);
        int channels = (int) Attributes.integer(node, "channels", 256);
        double temperature = real(node, "temperature", 10_000);
        String mask = cast(emitter, node.getInput(0), DataType.BOOL_VALUE, name + ".mask");
        String valid =
                text(node, "mask").equals("valid")
                        ? mask
                        : emitter.node("Not", List.of(mask), name + ".valid");
        String counts = cast(emitter, valid, DataType.FLOAT_VALUE, name + ".counts");
        String counted =
                emitter.node("CumSum", List.of(counts, emitter.index(1)), name + ".counted");
        String all = emitter.node("ReduceSum", List.of(counts, emitter.longs(1)), name + ".all");
        String middle =
                emitter.node("Sub", List.of(counted, emitter.number(0.5f)), name + ".middle");
        String share = emitter.node("Div", List.of(middle, all), name + ".share");
        String upright =
                emitter.node("Unsqueeze", List.of(share, emitter.longs(2, 3)), name + ".upright");
        float[] frequencies = new float[channels / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) (2 * Math.PI * Math.pow(temperature, -2.0 * i / channels));
        }
        String table =
                emitter.floats(name + ".frequencies", List.of(channels / 2L, 1L), frequencies);
        String phase = emitter.node("Mul", List.of(upright, table), name + ".phase");
        String sine = emitter.node("Sin", List.of(phase), name + ".sine");
        String cosine = emitter.node("Cos", List.of(phase), name + ".cosine");
        String pairs =
                emitter.node("Concat", List.of(sine, cosine), name + ".pairs", integer("axis", 3));
        emitter.last("Reshape", List.of(pairs, emitter.longs(0, 0, -1)), name);
    }

    private static String cast(Emitter emitter, String x, int type, String name) {
        return emitter.node("Cast", List.of(x), name, integer("to", type));
    }
}
