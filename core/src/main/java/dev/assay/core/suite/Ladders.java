package dev.assay.core.suite;

import java.util.List;

/// What a suite says of optimisation steps.
///
/// @param plugins libraries that hold their plugins
public record Ladders(List<PluginLibrary> plugins, List<Ladder> all) {
    public static final Ladders NONE = new Ladders(List.of(), List.of());

    public Ladders {
        plugins = List.copyOf(plugins);
        all = List.copyOf(all);
    }

    /// Those that a model is climbed with; a model with none is measured in all precisions.
    List<Ladder> of(ModelSpec model) {
        return all.stream().filter(it -> it.models().contains(model.id())).toList();
    }
}
