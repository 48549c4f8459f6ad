package dev.assay.onnx.rewrite.plugin;

import static dev.assay.onnx.rewrite.edit.Emitter.integer;
import static dev.assay.onnx.rewrite.edit.Emitter.integers;

import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.rewrite.edit.Emitter;
import java.util.ArrayList;
import java.util.List;

/// AssayWindowAttention in ONNX's own operators, written from its definition.
///
/// Windows of `[B, c, H, W]` come by SpaceToDepth's layout: blocks first, then channels; each
/// becomes a matrix of `[c, w²]`, so that scores are qᵀ q and results v scoresᵀ.
final class WindowReference {
    private WindowReference() {}

    static void write(NodeProto node, Emitter emitter) {
        String name = node.getOutput(0);
        List<Long> windows =
                Attributes.find(node, "windows").map(AttributeProto::getIntsList).orElse(List.of());
        boolean shifted = Attributes.integer(node, "shifted", 0) == 1;
        boolean shared = Attributes.integer(node, "shared", 0) == 1;
        List<String> groups =
                emitter.nodes(
                        "Split",
                        List.of(node.getInput(0)),
                        windows.size(),
                        name + ".group",
                        integer("axis", 1));
        List<String> values =
                shared
                        ? emitter.nodes(
                                "Split",
                                List.of(node.getInput(1)),
                                windows.size(),
                                name + ".value",
                                integer("axis", 1))
                        : List.of();
        List<String> results = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            String group = name + "." + i;
            List<String> halves =
                    emitter.nodes(
                            "Split",
                            List.of(groups.get(i)),
                            2,
                            group + ".half",
                            integer("axis", 1));
            String value = shared ? values.get(i) : halves.get(1);
            results.add(
                    attended(emitter, group, halves.getFirst(), value, windows.get(i), shifted));
        }
        emitter.last("Concat", results, name, integer("axis", 1));
    }

    private static String attended(
            Emitter emitter,
            String name,
            String query,
            String value,
            long window,
            boolean shifted) {
        long shift = shifted ? window / 2 : 0;
        String whole = rolled(emitter, name + ".query", query, shift);
        String q = windows(emitter, name + ".query", whole, window);
        String v =
                windows(
                        emitter,
                        name + ".value",
                        rolled(emitter, name + ".value", value, shift),
                        window);
        String key = turned(emitter, name + ".key", q, List.of(0L, 1L, 2L, 4L, 3L));
        String scores = emitter.node("MatMul", List.of(key, q), name + ".scores");
        String shares =
                emitter.node("Softmax", List.of(scores), name + ".shares", integer("axis", -1));
        String across = turned(emitter, name + ".across", shares, List.of(0L, 1L, 2L, 4L, 3L));
        String mixed = emitter.node("MatMul", List.of(v, across), name + ".mixed");
        // [B, rows, columns, c, w²] to [B, c, rows, w, columns, w] to the image.
        String squares =
                emitter.node(
                        "Reshape",
                        List.of(mixed, emitter.longs(0, 0, 0, 0, window, window)),
                        name + ".squares");
        String joined = turned(emitter, name + ".joined", squares, List.of(0L, 3L, 1L, 4L, 2L, 5L));
        String shape = emitter.node("Shape", List.of(whole), name + ".shape");
        String image = emitter.node("Reshape", List.of(joined, shape), name + ".image");
        return rolled(emitter, name + ".back", image, -shift);
    }

    /// `[B, c, H, W]` to `[B, rows, columns, c, w²]`.
    private static String windows(Emitter emitter, String name, String image, long window) {
        String height = size(emitter, name + ".height", image, 2, window);
        String width = size(emitter, name + ".width", image, 3, window);
        String shape =
                emitter.node(
                        "Concat",
                        List.of(
                                emitter.longs(0),
                                emitter.longs(0),
                                height,
                                emitter.longs(window),
                                width,
                                emitter.longs(window)),
                        name + ".cut.shape",
                        integer("axis", 0));
        String cut = emitter.node("Reshape", List.of(image, shape), name + ".cut");
        String apart = turned(emitter, name + ".apart", cut, List.of(0L, 2L, 4L, 1L, 3L, 5L));
        return emitter.node(
                "Reshape", List.of(apart, emitter.longs(0, 0, 0, 0, -1)), name + ".windows");
    }

    private static String size(Emitter emitter, String name, String image, long axis, long window) {
        String length =
                emitter.node(
                        "Shape",
                        List.of(image),
                        name + ".length",
                        integer("start", axis),
                        integer("end", axis + 1));
        return emitter.node("Div", List.of(length, emitter.longs(window)), name);
    }

    /// By so many places towards the begin of both axes.
    private static String rolled(Emitter emitter, String name, String image, long shift) {
        String rolled = image;
        if (shift != 0) {
            for (long axis : new long[] {2, 3}) {
                String cut = emitter.longs(shift);
                String axes = emitter.longs(axis);
                String tail =
                        emitter.node(
                                "Slice",
                                List.of(rolled, cut, emitter.longs(Long.MAX_VALUE), axes),
                                name + ".tail");
                String head =
                        emitter.node(
                                "Slice",
                                List.of(rolled, emitter.longs(0), cut, axes),
                                name + ".head");
                rolled =
                        emitter.node(
                                "Concat",
                                List.of(tail, head),
                                name + ".rolled",
                                integer("axis", axis));
            }
        }
        return rolled;
    }

    private static String turned(Emitter emitter, String name, String x, List<Long> permutation) {
        return emitter.node("Transpose", List.of(x), name, integers("perm", permutation));
    }
}
