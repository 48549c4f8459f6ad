package dev.assay.core.enginediff;

import dev.assay.core.layers.EngineLayer;
import dev.assay.core.layers.LayerTensor;
import dev.assay.core.tensor.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How alike two layers of two engines are.
///
/// Names count, but are not needed: engines of renamed models, of other exporters and of other
/// versions name their layers otherwise. Without a common name, the kind of layer and the shapes
/// decide.
final class LayerSimilarity {
    /// Least for two layers to be taken for the same one.
    static final double LEAST = 4;

    private static final double SAME_KIND = 3;
    private static final double OTHER_KIND = -4;
    private static final double SAME_OUTPUTS = 2;
    private static final double SAME_INPUTS = 1;
    private static final double ORIGINS = 4;
    private static final double SAME_NAME = 1;

    private final EngineLayer layer;
    private final String kind;
    private final List<Shape> inputs;
    private final List<Shape> outputs;
    private final Set<String> origins;

    LayerSimilarity(EngineLayer layer) {
        this.layer = layer;
        this.kind = kind(layer);
        this.inputs = shapes(layer.inputs());
        this.outputs = shapes(layer.outputs());
        this.origins = Set.copyOf(layer.origins());
    }

    EngineLayer layer() {
        return layer;
    }

    /// From -4 for layers that have nothing in common to 11 for equal ones.
    double to(LayerSimilarity other) {
        double score = kind.equals(other.kind) ? SAME_KIND : OTHER_KIND;
        if (outputs.equals(other.outputs)) {
            score += SAME_OUTPUTS;
        }
        if (inputs.equals(other.inputs)) {
            score += SAME_INPUTS;
        }
        score += ORIGINS * common(origins, other.origins);
        return layer.name().equals(other.layer.name()) ? score + SAME_NAME : score;
    }

    /// What is done, whatever kernel does it: a convolution by another library is still one.
    private static String kind(EngineLayer layer) {
        String type = layer.type().toLowerCase(Locale.ROOT);
        if (layer.filter().isPresent()) {
            return layer.filter().get().transposed() ? "deconvolution" : "convolution";
        }
        return switch (layer.role()) {
            case REFORMAT -> "reformat";
            case MOVE -> "move";
            case NOTHING -> "nothing";
            case COMPUTE -> type.replaceAll("^cask|v\\d+$", "");
        };
    }

    private static List<Shape> shapes(List<LayerTensor> tensors) {
        return tensors.stream().map(LayerTensor::shape).toList();
    }

    /// Share of names that both have.
    private static double common(Set<String> a, Set<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        long both = a.stream().filter(b::contains).count();
        return (double) both / (a.size() + b.size() - both);
    }
}
