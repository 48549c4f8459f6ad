package dev.assay.core.suite;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Names of the rewrites of ONNX graphs, and what has to be known of them before anything is built.
public final class RewriteCatalog {
    /// What the names of those begin with that put next to nothing in a plugin's place.
    public static final String CEILING = "ceiling-";

    private static final List<String> PLUGINS =
            List.of(
                    "layer-norm",
                    "masked-softmax",
                    "add-bias-transpose-q",
                    "add-bias-transpose-v",
                    "mask2pos",
                    "l2-normalize",
                    "gelu",
                    "window-attention");
    private static final List<String> PLAIN =
            List.of(
                    "share-subexpressions",
                    "fold-constants",
                    "merge-parameters",
                    "spell-out-lengths",
                    "fuse-layer-norm",
                    "unfuse-layer-norm",
                    "padding-mask",
                    "masked-places",
                    "expand-plugins");

    private RewriteCatalog() {}

    /// All names, sorted.
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(PLUGINS);
        names.addAll(PLAIN);
        PLUGINS.forEach(it -> names.add(CEILING + it));
        return names;
    }

    /// Whether the rewritten graph has nodes that only a plugin library computes.
    public static boolean needsPlugin(String name) {
        return PLUGINS.contains(name);
    }

    /// Whether the rewritten graph computes something else on purpose.
    public static boolean isCeiling(String name) {
        return name.startsWith(CEILING);
    }
}
