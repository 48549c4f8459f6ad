package dev.assay.onnx.rewrite.plugin;

import static dev.assay.onnx.rewrite.edit.Emitter.integer;
import static dev.assay.onnx.rewrite.edit.Emitter.number;
import static dev.assay.onnx.rewrite.edit.Emitter.text;
import static dev.assay.onnx.rewrite.pattern.Pattern.any;
import static dev.assay.onnx.rewrite.pattern.Pattern.longs;
import static dev.assay.onnx.rewrite.pattern.Pattern.number;
import static dev.assay.onnx.rewrite.pattern.Pattern.op;
import static dev.assay.onnx.rewrite.pattern.Pattern.scalar;
import static dev.assay.onnx.rewrite.pattern.Pattern.vector;

import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.rewrite.edit.Emitter;
import dev.assay.onnx.rewrite.edit.PatternRewrite;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.pattern.Match;
import dev.assay.onnx.rewrite.pattern.Pattern;
import dev.assay.onnx.rewrite.pattern.Values;
import java.util.List;

/// Plugins of AnchorDETR's attention: softmax under a mask, heads, sine embeddings of places.
public final class Attention {
    /// A shape `[0, -1, heads, depth]`, or with its -1 at another place.
    private static final int HEADS_OF_ROWS = 2;

    private static final int HEADS_OF_IMAGE = 3;

    /// FP32 numbers of a table of powers agree this far.
    private static final double TABLE_TOLERANCE = 1e-5;

    private Attention() {}

    /// A mask of `[B, S]` is true where nothing is looked at; logits are `[B, heads, L, S]`.
    public static Rewrite maskedSoftmax() {
        return new PatternRewrite(
                "masked-softmax",
                "Where(mask, -inf) and Softmax by AssayMaskedSoftmax",
                List.of(
                        op(
                                        "Softmax",
                                        op(
                                                "Where",
                                                op("Unsqueeze", any("mask"), longs(1L, 2L)),
                                                number(Double.NEGATIVE_INFINITY),
                                                any("logits")))
                                .with("axis", -1, -1)),
                (match, emitter) -> {
                    emitter.last(
                            "AssayMaskedSoftmax",
                            List.of(match.tensor("logits"), match.tensor("mask")),
                            match.result(),
                            text("mask", "padding"));
                    return true;
                });
    }

    /// `[B, …, C]` to `[B, heads, L, depth]`: bias, scale, heads to the front.
    public static Rewrite addQueryBiasTranspose() {
        Pattern biased = op("Add", any("x"), vector("bias"));
        Pattern cut =
                longs(
                        "cut",
                        it -> it.size() == 4 && it.get(0) == 0 && it.get(1) == -1 && it.get(2) > 0,
                        "a shape of [0, -1, heads, depth]");
        return new PatternRewrite(
                "add-bias-transpose-q",
                "bias, scale and heads of queries by AssayAddBiasTranspose, form q",
                List.of(
                        op("Transpose", op("Reshape", op("Mul", biased, scalar("scale")), cut))
                                .with("perm", List.of(0L, 2L, 1L, 3L))),
                (match, emitter) -> {
                    long channels = match.constant("bias").getDims(0);
                    long heads = cut(match, HEADS_OF_ROWS);
                    String rows =
                            emitter.node(
                                    "Reshape",
                                    List.of(match.tensor("x"), emitter.longs(0, -1, channels)),
                                    match.result() + ".rows");
                    heads(
                            match,
                            emitter,
                            rows,
                            heads,
                            "q",
                            Values.scalar(match.constant("scale")).orElseThrow());
                    return true;
                });
    }

    /// `[B, H, W, C]` to `[B, heads, H, W · depth]`.
    public static Rewrite addValueBiasTranspose() {
        Pattern cut =
                longs(
                        "cut",
                        it ->
                                it.size() == 5
                                        && it.subList(0, 3).equals(List.of(0L, 0L, 0L))
                                        && it.get(3) > 0,
                        "a shape of [0, 0, 0, heads, depth]");
        return new PatternRewrite(
                "add-bias-transpose-v",
                "bias and heads of values by AssayAddBiasTranspose, form v",
                List.of(
                        op(
                                "Reshape",
                                op(
                                                "Transpose",
                                                op(
                                                        "Reshape",
                                                        op("Add", any("x"), vector("bias")),
                                                        cut))
                                        .with("perm", List.of(0L, 3L, 1L, 2L, 4L)),
                                longs(0L, 0L, 0L, -1L))),
                (match, emitter) -> {
                    heads(match, emitter, match.tensor("x"), cut(match, HEADS_OF_IMAGE), "v", 1);
                    return true;
                });
    }

    private static long cut(Match match, int index) {
        return Values.longs(match.constant("cut")).orElseThrow().get(index);
    }

    /// The plugin puts batches and heads into one dimension; here they are parted again, which
    /// costs nothing: memory stays as it is.
    private static void heads(
            Match match, Emitter emitter, String x, long heads, String form, float scale) {
        String made =
                emitter.node(
                        "AssayAddBiasTranspose",
                        List.of(x, match.tensor("bias")),
                        match.result() + ".heads",
                        text("form", form),
                        integer("heads", heads),
                        number("scale", scale));
        String raised =
                emitter.node(
                        "Unsqueeze", List.of(made, emitter.longs(0)), match.result() + ".raised");
        emitter.last("Reshape", List.of(raised, emitter.longs(-1, heads, 0, 0)), match.result());
    }

    /// A mask `[B, L]`, true where there is no cell, to sine embeddings `[B, L, C]`.
    public static Rewrite maskToPositions() {
        Pattern counted = op("CumSum", op("Cast", op("Not", any("mask"))), longs(1L)).as("counted");
        Pattern places =
                op(
                        "Div",
                        op("Sub", counted, number(0.5)),
                        op("Gather", any("counted"), longs(-1L)).with("axis", 1, 0));
        Pattern angle =
                op(
                                "Div",
                                op("Unsqueeze", op("Mul", places, number(2 * Math.PI)), longs(2L)),
                                vector("table"))
                        .as("angle");
        return new PatternRewrite(
                "mask2pos",
                "counting of a mask's cells and their sine embeddings by AssayMask2Pos",
                List.of(
                        op(
                                "Reshape",
                                op(
                                                "Concat",
                                                op("Unsqueeze", op("Sin", angle), longs(3L)),
                                                op("Unsqueeze", op("Cos", any("angle")), longs(3L)))
                                        .with("axis", 3, -1),
                                longs(0L, 0L, -1L))),
                Attention::writePositions);
    }

    private static boolean writePositions(Match match, Emitter emitter) {
        float[] table = new float[Weights.count(match.constant("table"))];
        Weights.floats(match.constant("table")).get(table);
        int channels = 2 * table.length;
        double temperature = table.length < 2 ? 1 : Math.pow(table[1], table.length);
        for (int i = 0; i < table.length; i++) {
            double wanted = Math.pow(temperature, (double) i / table.length);
            if (!(Math.abs(table[i] - wanted) <= TABLE_TOLERANCE * wanted)) {
                return false;
            }
        }
        emitter.last(
                "AssayMask2Pos",
                List.of(match.tensor("mask")),
                match.result(),
                text("mask", "padding"),
                integer("channels", channels),
                number("temperature", (float) Math.rint(temperature)),
                text("output", "fp32"));
        return true;
    }
}
