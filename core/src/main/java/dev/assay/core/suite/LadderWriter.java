package dev.assay.core.suite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes what {@link LadderReader} reads.
final class LadderWriter {
    private LadderWriter() {}

    static void write(Ladders ladders, Map<String, Object> root) {
        if (!ladders.plugins().isEmpty()) {
            root.put(
                    "plugins", ladders.plugins().stream().map(it -> it.file().toString()).toList());
        }
        if (!ladders.all().isEmpty()) {
            root.put("ladders", ladders.all().stream().map(LadderWriter::ladder).toList());
        }
    }

    private static Map<String, Object> ladder(Ladder ladder) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", ladder.id());
        map.put("models", ladder.models());
        if (!ladder.engines().isEmpty()) {
            map.put("engines", ladder.engines());
        }
        map.put("precision", ladder.precision().name());
        ladder.base().ifPresent(it -> map.put("base", step(it)));
        map.put("steps", ladder.steps().stream().map(LadderWriter::step).toList());
        map.put("orders", ladder.orders().stream().sorted().map(Ladder.Order::key).toList());
        if (!ladder.ceilings().isEmpty()) {
            map.put("ceilings", ladder.ceilings());
        }
        if (ladder.builds() > 1) {
            map.put("builds", ladder.builds());
        }
        return map;
    }

    private static Map<String, Object> step(OptimizationStep step) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", step.id());
        if (!step.rewrites().isEmpty()) {
            map.put("rewrites", step.rewrites().stream().map(LadderWriter::rewrite).toList());
        }
        step.precision().ifPresent(it -> map.put("precision", it.name()));
        if (!step.options().isEmpty()) {
            map.put("options", new TreeMap<>(step.options()));
        }
        return map;
    }

    private static Map<String, Object> rewrite(GraphRewrite rewrite) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rewrite", rewrite.name());
        if (!rewrite.sites().isEmpty()) {
            map.put("sites", List.copyOf(rewrite.sites()));
        }
        rewrite.variant().ifPresent(it -> map.put("variant", it));
        rewrite.operator().ifPresent(it -> map.put("operator", it));
        return map;
    }
}
