package dev.assay.onnx.rewrite.plugin;

import static dev.assay.onnx.rewrite.edit.Emitter.number;
import static dev.assay.onnx.rewrite.edit.Emitter.text;
import static dev.assay.onnx.rewrite.pattern.Pattern.any;
import static dev.assay.onnx.rewrite.pattern.Pattern.number;
import static dev.assay.onnx.rewrite.pattern.Pattern.op;
import static dev.assay.onnx.rewrite.pattern.Pattern.scalar;
import static dev.assay.onnx.rewrite.pattern.Pattern.vector;

import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.rewrite.edit.Emitter;
import dev.assay.onnx.rewrite.edit.PatternRewrite;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.pattern.Match;
import dev.assay.onnx.rewrite.pattern.Pattern;
import dev.assay.onnx.rewrite.pattern.Values;
import java.util.List;

/// Plugins of one row or one value: layer normalisation, L2 normalisation, GELU.
public final class Normalisations {
    /// What ONNX takes where a `LayerNormalization` says nothing.
    static final float DEFAULT_EPSILON = 1e-5f;

    private static final List<Long> LAST = List.of(-1L);

    private Normalisations() {}

    public static Rewrite layerNorm() {
        return new PatternRewrite(
                "layer-norm",
                "layer normalisation, as one operator or as exporters spell it out, by AssayLayerNorm",
                List.of(layerNormalization(), spelledOut("Pow"), spelledOut("Mul")),
                Normalisations::writeLayerNorm);
    }

    /// As exporters spell it out, with the square as a power or as a product.
    public static List<Pattern.Op> spelledOut() {
        return List.of(spelledOut("Pow"), spelledOut("Mul"));
    }

    /// What a spelled-out layer normalisation adds to the variance.
    public static float epsilon(Match match) {
        return Values.scalar(match.constant("epsilon")).orElseThrow();
    }

    /// `LayerNormalization` over the last axis.
    public static Pattern.Op layerNormalization() {
        return op("LayerNormalization", any("x"), vector("gamma"), vector("beta"))
                .with("axis", -1, -1);
    }

    private static Pattern.Op spelledOut(String square) {
        Pattern.Op centred = op("Sub", any("x"), mean(any("x"))).as("centred");
        Pattern squared =
                square.equals("Pow")
                        ? op("Pow", any("centred"), number(2))
                        : op("Mul", any("centred"), any("centred"));
        Pattern.Op divided =
                op("Div", centred, op("Sqrt", op("Add", mean(squared), scalar("epsilon"))));
        return op("Add", op("Mul", divided, vector("gamma")), vector("beta"));
    }

    private static Pattern.Op mean(Pattern x) {
        return op("ReduceMean", x).with("axes", LAST).with("keepdims", 1, 1);
    }

    private static boolean writeLayerNorm(Match match, Emitter emitter) {
        float epsilon =
                match.root().getOpType().equals("LayerNormalization")
                        ? Attributes.find(match.root(), "epsilon")
                                .map(AttributeProto::getF)
                                .orElse(DEFAULT_EPSILON)
                        : epsilon(match);
        emitter.last(
                "AssayLayerNorm",
                List.of(match.tensor("x"), match.tensor("gamma"), match.tensor("beta")),
                match.result(),
                number("epsilon", epsilon));
        return true;
    }

    public static Rewrite l2Normalize() {
        Pattern.Op length = op("ReduceL2", any("x")).with("axes", LAST).with("keepdims", 1, 1);
        return new PatternRewrite(
                "l2-normalize",
                "rows divided by their length, as PyTorch's normalize, by AssayL2Normalize",
                List.of(
                        op("Div", any("x"), op("Max", length, scalar("epsilon"))),
                        op(
                                "Div",
                                any("x"),
                                op("Expand", op("Clip", length, scalar("epsilon")), any("shape"))),
                        op("Div", any("x"), op("Clip", length, scalar("epsilon")))),
                (match, emitter) -> {
                    emitter.last(
                            "AssayL2Normalize",
                            List.of(match.tensor("x")),
                            match.result(),
                            number(
                                    "epsilon",
                                    Values.scalar(match.constant("epsilon")).orElseThrow()),
                            text("epsilon_form", "maximum"));
                    return true;
                });
    }

    public static Rewrite gelu() {
        Pattern.Op divided =
                op("Add", op("Erf", op("Div", any("x"), number(Math.sqrt(2)))), number(1));
        Pattern.Op scaled =
                op("Add", op("Erf", op("Mul", any("x"), number(Math.sqrt(0.5)))), number(1));
        return new PatternRewrite(
                "gelu",
                "the exact GELU, in the orders that exporters write, by AssayGelu",
                List.of(
                        op("Mul", op("Mul", any("x"), divided), number(0.5)),
                        op("Mul", op("Mul", any("x"), number(0.5)), divided),
                        op("Mul", any("x"), op("Mul", divided, number(0.5))),
                        op("Mul", op("Mul", any("x"), scaled), number(0.5)),
                        op("Mul", op("Mul", any("x"), number(0.5)), scaled)),
                (match, emitter) -> {
                    emitter.last(
                            "AssayGelu",
                            List.of(match.tensor("x")),
                            match.result(),
                            text("form", "erf"));
                    return true;
                });
    }
}
