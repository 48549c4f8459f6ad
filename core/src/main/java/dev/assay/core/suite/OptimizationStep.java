package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One rung of a ladder: a plugin, a rewrite of the graph, another precision, a setting of the
/// builder, or several of these at once.
///
/// @param id of `[a-z0-9-]`, part of the ids of cases
/// @param rewrites of the graph, in order
/// @param precision from this rung on
/// @param options of the engine, over those of the suite
public record OptimizationStep(
        String id,
        List<GraphRewrite> rewrites,
        Optional<Precision> precision,
        Map<String, String> options) {
    public OptimizationStep {
        requireNonNull(id, "id is null");
        requireNonNull(precision, "precision is null");
        rewrites = List.copyOf(rewrites);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /// Whether an engine needs a plugin library for it.
    public boolean needsPlugin() {
        return rewrites.stream().anyMatch(it -> RewriteCatalog.needsPlugin(it.name()));
    }

    /// Whether its outputs are wrong on purpose: its time is a limit, not a result.
    public boolean isCeiling() {
        return rewrites.stream().anyMatch(it -> RewriteCatalog.isCeiling(it.name()));
    }

    /// What would be won if what its plugins compute cost next to nothing.
    public OptimizationStep ceiling() {
        return new OptimizationStep(
                RewriteCatalog.CEILING + id,
                rewrites.stream()
                        .map(it ->
                                RewriteCatalog.needsPlugin(it.name())
                                        ? new GraphRewrite(
                                                RewriteCatalog.CEILING + it.name(),
                                                it.sites(),
                                                Optional.empty(),
                                                Optional.empty())
                                        : it)
                        .toList(),
                precision,
                options);
    }
}
