package dev.assay.onnx.rewrite.published;

import static dev.assay.onnx.rewrite.edit.Emitter.integer;
import static dev.assay.onnx.rewrite.pattern.Pattern.any;
import static dev.assay.onnx.rewrite.pattern.Pattern.op;

import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.rewrite.edit.Emitter;
import dev.assay.onnx.rewrite.edit.GraphEdit;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.edit.Rewritten;
import dev.assay.onnx.rewrite.pattern.Match;
import dev.assay.onnx.rewrite.pattern.Matcher;
import dev.assay.onnx.rewrite.pattern.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// AnchorDETR's padding mask as its published export has it: made in the graph, of an image that
/// has no padding, and asked by every softmax over rows and columns of keys.
public final class PaddingMask implements Rewrite {
    private static final long IMAGE_DIMS = 3;

    @Override
    public String name() {
        return "padding-mask";
    }

    @Override
    public String what() {
        return "softmax over keys' rows or columns by one under a padding mask that pads nothing"
                + " (dearer: a baseline)";
    }

    /// Keys `[B, H, W, C]`, averaged over the other axis of the image.
    private static Pattern.Op pattern(long averaged) {
        Pattern.Op mean =
                op("ReduceMean", any("keys"))
                        .with("axes", List.of(averaged))
                        .with("keepdims", 0, 1);
        return op(
                        "Softmax",
                        op(
                                        "MatMul",
                                        any("queries"),
                                        op("Transpose", op("Reshape", mean, any("cut")))
                                                .with("perm", List.of(0L, 2L, 3L, 1L)))
                                .as("logits"))
                .with("axis", -1, -1);
    }

    @Override
    public Rewritten apply(GraphProto graph) {
        GraphEdit edit = new GraphEdit(graph);
        Matcher matcher = new Matcher(edit.view());
        List<String> nearMisses = new ArrayList<>();
        Optional<Masks> masks = Optional.empty();
        for (NodeProto node : graph.getNodeList()) {
            for (long averaged : new long[] {1, 2}) {
                Optional<Match> match = matcher.match(pattern(averaged), node);
                if (match.isEmpty()) {
                    if (matcher.difference().depth() > 1 && averaged == 1) {
                        nearMisses.add(matcher.difference().text());
                    }
                    continue;
                }
                if (masks.isEmpty()) {
                    masks = Optional.of(masks(edit.emitter(), match.get().tensor("keys")));
                }
                String mask = averaged == 1 ? masks.get().row() : masks.get().column();
                write(edit, match.get(), mask);
            }
        }
        return edit.finish(nearMisses);
    }

    /// @param row `[B, W]`, column `[B, H]`: true where there is padding
    private record Masks(String row, String column) {}

    private static Masks masks(Emitter emitter, String keys) {
        String shape =
                emitter.node(
                        "Shape",
                        List.of(keys),
                        "padding.shape",
                        integer("start", 0),
                        integer("end", IMAGE_DIMS));
        String zeros = emitter.node("ConstantOfShape", List.of(shape), "padding.zeros");
        String mask =
                emitter.node("Cast", List.of(zeros), "padding", integer("to", DataType.BOOL_VALUE));
        return new Masks(
                line(emitter, mask, 1, "padding.row"), line(emitter, mask, 2, "padding.column"));
    }

    /// The first line along an axis.
    private static String line(Emitter emitter, String mask, long axis, String name) {
        String one =
                emitter.node(
                        "Gather",
                        List.of(mask, emitter.longs(0)),
                        name + ".line",
                        integer("axis", axis));
        return emitter.node("Squeeze", List.of(one, emitter.longs(axis)), name);
    }

    private static void write(GraphEdit edit, Match match, String mask) {
        Emitter emitter = edit.emitter();
        String name = match.result();
        String spread =
                emitter.node("Unsqueeze", List.of(mask, emitter.longs(1, 2)), name + ".padding");
        String masked =
                emitter.node(
                        "Where",
                        List.of(
                                spread,
                                emitter.number(Float.NEGATIVE_INFINITY),
                                match.tensor("logits")),
                        name + ".masked");
        emitter.last("Softmax", List.of(masked), name, integer("axis", -1));
        edit.site(name);
        edit.replace(match.root());
    }
}
