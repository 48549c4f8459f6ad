package dev.assay.core.enginediff;

import dev.assay.core.layers.EngineLayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The layers of two engines side by side, in the order in which both run them.
///
/// A global alignment by Needleman and Wunsch (1970): of all ways to pair layers without crossing,
/// the one with the largest sum of similarities; a layer without a partner costs a little.
final class LayerAlignment {
    private static final double GAP = -0.5;

    /// @param a empty where only the second engine has the layer
    /// @param b empty where only the first has it
    record Pair(Optional<EngineLayer> a, Optional<EngineLayer> b) {}

    private LayerAlignment() {}

    static List<Pair> of(List<EngineLayer> first, List<EngineLayer> second) {
        List<LayerSimilarity> a = first.stream().map(LayerSimilarity::new).toList();
        List<LayerSimilarity> b = second.stream().map(LayerSimilarity::new).toList();
        double[][] best = new double[a.size() + 1][b.size() + 1];
        for (int i = 1; i <= a.size(); i++) {
            best[i][0] = i * GAP;
        }
        for (int j = 1; j <= b.size(); j++) {
            best[0][j] = j * GAP;
        }
        for (int i = 1; i <= a.size(); i++) {
            for (int j = 1; j <= b.size(); j++) {
                best[i][j] =
                        Math.max(
                                best[i - 1][j - 1] + match(a.get(i - 1), b.get(j - 1)),
                                Math.max(best[i - 1][j], best[i][j - 1]) + GAP);
            }
        }
        return walk(a, b, best);
    }

    /// Layers that are not alike must not be paired, however it helps others.
    private static double match(LayerSimilarity a, LayerSimilarity b) {
        double similarity = a.to(b);
        return similarity < LayerSimilarity.LEAST ? Double.NEGATIVE_INFINITY : similarity;
    }

    private static List<Pair> walk(
            List<LayerSimilarity> a, List<LayerSimilarity> b, double[][] best) {
        List<Pair> pairs = new ArrayList<>();
        int i = a.size();
        int j = b.size();
        while (i > 0 || j > 0) {
            if (i > 0
                    && j > 0
                    && best[i][j] == best[i - 1][j - 1] + match(a.get(i - 1), b.get(j - 1))) {
                pairs.add(
                        new Pair(Optional.of(a.get(--i).layer()), Optional.of(b.get(--j).layer())));
            } else if (i > 0 && best[i][j] == best[i - 1][j] + GAP) {
                pairs.add(new Pair(Optional.of(a.get(--i).layer()), Optional.empty()));
            } else {
                pairs.add(new Pair(Optional.empty(), Optional.of(b.get(--j).layer())));
            }
        }
        Collections.reverse(pairs);
        return pairs;
    }
}
