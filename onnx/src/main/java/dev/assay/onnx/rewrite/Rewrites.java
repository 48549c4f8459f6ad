package dev.assay.onnx.rewrite;

import dev.assay.core.AssayException;
import dev.assay.core.suite.Problems;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.plugin.Attention;
import dev.assay.onnx.rewrite.plugin.Ceiling;
import dev.assay.onnx.rewrite.plugin.Normalisations;
import dev.assay.onnx.rewrite.plugin.PluginReference;
import dev.assay.onnx.rewrite.plugin.WindowAttention;
import dev.assay.onnx.rewrite.published.MaskedPlaces;
import dev.assay.onnx.rewrite.published.PaddingMask;
import dev.assay.onnx.rewrite.published.UnfusedLayerNorm;
import dev.assay.onnx.rewrite.simplify.FoldedConstants;
import dev.assay.onnx.rewrite.simplify.FusedLayerNorm;
import dev.assay.onnx.rewrite.simplify.MergedLinears;
import dev.assay.onnx.rewrite.simplify.SharedSubexpressions;
import dev.assay.onnx.rewrite.simplify.SpelledOutLengths;
import java.util.ArrayList;
import java.util.List;

/// All rewrites that steps can name.
public final class Rewrites {
    private Rewrites() {}

    /// In the order in which help lists them.
    public static List<Rewrite> all() {
        List<Rewrite> plugins =
                List.of(
                        Normalisations.layerNorm(),
                        Attention.maskedSoftmax(),
                        Attention.addQueryBiasTranspose(),
                        Attention.addValueBiasTranspose(),
                        Attention.maskToPositions(),
                        Normalisations.l2Normalize(),
                        Normalisations.gelu(),
                        new WindowAttention());
        List<Rewrite> all = new ArrayList<>(plugins);
        all.add(new SharedSubexpressions());
        all.add(new FoldedConstants());
        all.add(new MergedLinears());
        all.add(new SpelledOutLengths());
        all.add(new FusedLayerNorm());
        all.add(new UnfusedLayerNorm());
        all.add(new PaddingMask());
        all.add(new MaskedPlaces());
        all.add(new PluginReference());
        plugins.forEach(it -> all.add(new Ceiling(it)));
        return all;
    }

    /// @throws AssayException of kind `CONFIG` if there is none of the name
    public static Rewrite get(String name) {
        List<Rewrite> all = all();
        return all.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        AssayException.config(
                                "There is no rewrite '%s'%s; 'assay rewrite --list' names all"
                                        .formatted(
                                                name,
                                                Problems.suggestion(
                                                        name,
                                                        all.stream()
                                                                .map(Rewrite::name)
                                                                .toList()))));
    }
}
