package dev.assay.onnx.rewrite.published;

import static dev.assay.onnx.rewrite.edit.Emitter.integers;

import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.rewrite.edit.Emitter;
import dev.assay.onnx.rewrite.edit.PatternRewrite;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.edit.Rewritten;
import dev.assay.onnx.rewrite.pattern.Match;
import dev.assay.onnx.rewrite.plugin.Normalisations;
import java.util.List;

/// Layer normalisation in nine nodes, as exporters below opset 17 write it.
public final class UnfusedLayerNorm implements Rewrite {
    private static final float DEFAULT_EPSILON = 1e-5f;

    private final PatternRewrite rewrite =
            new PatternRewrite(
                    name(),
                    what(),
                    List.of(Normalisations.layerNormalization()),
                    UnfusedLayerNorm::write);

    @Override
    public String name() {
        return "unfuse-layer-norm";
    }

    @Override
    public String what() {
        return "LayerNormalization by the nine nodes of older exporters (dearer: a baseline)";
    }

    @Override
    public Rewritten apply(GraphProto graph) {
        return rewrite.apply(graph);
    }

    private static boolean write(Match match, Emitter emitter) {
        String name = match.result();
        float epsilon =
                Attributes.find(match.root(), "epsilon")
                        .map(AttributeProto::getF)
                        .orElse(DEFAULT_EPSILON);
        AttributeProto last = integers("axes", List.of(-1L));
        String x = match.tensor("x");
        String mean = emitter.node("ReduceMean", List.of(x), name + ".mean", last);
        String centred = emitter.node("Sub", List.of(x, mean), name + ".centred");
        String squares =
                emitter.node("Pow", List.of(centred, emitter.number(2)), name + ".squares");
        String variance = emitter.node("ReduceMean", List.of(squares), name + ".variance", last);
        String raised =
                emitter.node("Add", List.of(variance, emitter.number(epsilon)), name + ".raised");
        String deviation = emitter.node("Sqrt", List.of(raised), name + ".deviation");
        String unit = emitter.node("Div", List.of(centred, deviation), name + ".unit");
        String scaled = emitter.node("Mul", List.of(unit, match.tensor("gamma")), name + ".scaled");
        emitter.last("Add", List.of(scaled, match.tensor("beta")), name);
        return true;
    }
}
