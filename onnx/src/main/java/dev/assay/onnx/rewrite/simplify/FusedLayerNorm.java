package dev.assay.onnx.rewrite.simplify;

import static dev.assay.onnx.rewrite.edit.Emitter.integer;
import static dev.assay.onnx.rewrite.edit.Emitter.number;

import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.rewrite.edit.PatternRewrite;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.edit.Rewritten;
import dev.assay.onnx.rewrite.plugin.Normalisations;
import java.util.List;

/// Layer normalisation as the one operator that ONNX has for it since opset 17.
public final class FusedLayerNorm implements Rewrite {
    private final PatternRewrite rewrite =
            new PatternRewrite(
                    name(),
                    what(),
                    Normalisations.spelledOut(),
                    (match, emitter) -> {
                        emitter.last(
                                "LayerNormalization",
                                List.of(
                                        match.tensor("x"),
                                        match.tensor("gamma"),
                                        match.tensor("beta")),
                                match.result(),
                                integer("axis", -1),
                                number("epsilon", Normalisations.epsilon(match)));
                        return true;
                    });

    @Override
    public String name() {
        return "fuse-layer-norm";
    }

    @Override
    public String what() {
        return "layer normalisation that exporters spelled out by ONNX's own LayerNormalization";
    }

    @Override
    public Rewritten apply(GraphProto graph) {
        return rewrite.apply(graph);
    }
}
