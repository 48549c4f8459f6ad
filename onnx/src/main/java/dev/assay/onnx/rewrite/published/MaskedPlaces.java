package dev.assay.onnx.rewrite.published;

import static dev.assay.onnx.rewrite.edit.Emitter.integer;
import static dev.assay.onnx.rewrite.pattern.Pattern.any;
import static dev.assay.onnx.rewrite.pattern.Pattern.longs;
import static dev.assay.onnx.rewrite.pattern.Pattern.number;
import static dev.assay.onnx.rewrite.pattern.Pattern.op;
import static dev.assay.onnx.rewrite.pattern.Pattern.vector;

import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import dev.assay.onnx.rewrite.edit.Emitter;
import dev.assay.onnx.rewrite.edit.PatternRewrite;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.edit.Rewritten;
import dev.assay.onnx.rewrite.pattern.Match;
import dev.assay.onnx.rewrite.pattern.Pattern;
import java.util.List;

/// Places of rows and columns as AnchorDETR's published export has them: counted along a mask of
/// the graph's own making.
public final class MaskedPlaces implements Rewrite {
    private final PatternRewrite rewrite =
            new PatternRewrite(name(), what(), List.of(waves()), MaskedPlaces::write);

    @Override
    public String name() {
        return "masked-places";
    }

    @Override
    public String what() {
        return "places (i + 0.5) / n by a cumulative sum along a mask that masks nothing (dearer: a"
                + " baseline)";
    }

    @Override
    public Rewritten apply(GraphProto graph) {
        return rewrite.apply(graph);
    }

    /// Sine embeddings `[n, C]` of n places.
    private static Pattern.Op waves() {
        Pattern counted = op("Cast", op("Range", longs(0L), any("length"), longs(1L)));
        Pattern places = op("Div", op("Add", counted, number(0.5)), op("Cast", any("length")));
        Pattern angle =
                op(
                                "Div",
                                op("Unsqueeze", op("Mul", places, number(2 * Math.PI)), longs(1L)),
                                vector("table"))
                        .as("angle");
        return op(
                "Reshape",
                op(
                                "Concat",
                                op("Unsqueeze", op("Sin", angle), longs(2L)),
                                op("Unsqueeze", op("Cos", any("angle")), longs(2L)))
                        .with("axis", 2, -1),
                longs(0L, -1L));
    }

    private static boolean write(Match match, Emitter emitter) {
        String name = match.result();
        String length =
                emitter.node(
                        "Unsqueeze",
                        List.of(match.tensor("length"), emitter.longs(0)),
                        name + ".length");
        String shape =
                emitter.node(
                        "Concat",
                        List.of(emitter.longs(1), length),
                        name + ".shape",
                        integer("axis", 0));
        String zeros = emitter.node("ConstantOfShape", List.of(shape), name + ".zeros");
        String mask = cast(emitter, zeros, DataType.BOOL_VALUE, name + ".padding");
        String valid = emitter.node("Not", List.of(mask), name + ".valid");
        String counts = cast(emitter, valid, DataType.FLOAT_VALUE, name + ".counts");
        String counted =
                emitter.node("CumSum", List.of(counts, emitter.index(1)), name + ".counted");
        String all =
                emitter.node(
                        "Gather",
                        List.of(counted, emitter.longs(-1)),
                        name + ".all",
                        integer("axis", 1));
        String middles =
                emitter.node("Sub", List.of(counted, emitter.number(0.5f)), name + ".middles");
        String places = emitter.node("Div", List.of(middles, all), name + ".places");
        String turns =
                emitter.node(
                        "Mul",
                        List.of(places, emitter.number((float) (2 * Math.PI))),
                        name + ".turns");
        String turn = emitter.node("Unsqueeze", List.of(turns, emitter.longs(2)), name + ".turn");
        String angle = emitter.node("Div", List.of(turn, match.tensor("table")), name + ".angle");
        String pairs =
                emitter.node(
                        "Concat",
                        List.of(half(emitter, "Sin", angle), half(emitter, "Cos", angle)),
                        name + ".pairs",
                        integer("axis", 3));
        String waves =
                emitter.node("Reshape", List.of(pairs, emitter.longs(0, 0, -1)), name + ".waves");
        emitter.last("Squeeze", List.of(waves, emitter.longs(0)), name);
        return true;
    }

    private static String half(Emitter emitter, String function, String angle) {
        String half = emitter.node(function, List.of(angle), angle + "." + function);
        return emitter.node("Unsqueeze", List.of(half, emitter.longs(3)), half + ".upright");
    }

    private static String cast(Emitter emitter, String x, int type, String name) {
        return emitter.node("Cast", List.of(x), name, integer("to", type));
    }
}
