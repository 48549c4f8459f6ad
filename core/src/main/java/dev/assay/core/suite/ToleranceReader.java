package dev.assay.core.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `tolerances`, of a suite or of a model.
final class ToleranceReader {
    private ToleranceReader() {}

    static Map<Precision, Tolerance> tolerances(Optional<YamlValue> value) {
        Map<Precision, Tolerance> tolerances = new EnumMap<>(Precision.class);
        List<String> precisions = Arrays.stream(Precision.values()).map(Precision::name).toList();
        value.map(it -> it.entries("the tolerances", precisions))
                .orElse(Map.of())
                .forEach((name, node) ->
                        tolerances.put(Precision.valueOf(name), tolerance(name, node)));
        return tolerances;
    }

    private static Tolerance tolerance(String precision, YamlValue value) {
        Map<String, ToleranceKey> keys = new LinkedHashMap<>();
        for (ToleranceKey key : ToleranceKey.values()) {
            keys.put(key.key(), key);
        }
        Map<String, ScoreBound> bounds = new LinkedHashMap<>();
        for (ScoreBound bound : ScoreBound.values()) {
            bounds.put(bound.key(), bound);
        }
        List<String> known = new ArrayList<>(keys.keySet());
        known.addAll(bounds.keySet());
        known.addAll(DetectionBound.keys());
        Map<ToleranceKey, Double> limits = new EnumMap<>(ToleranceKey.class);
        Map<ScoreBound, Double> scores = new EnumMap<>(ScoreBound.class);
        Map<DetectionBound, Double> detection = new EnumMap<>(DetectionBound.class);
        value.entries("the tolerances of " + precision, known)
                .forEach((name, node) ->
                        node.text(name)
                                .flatMap(text -> limit(name, text, node))
                                .ifPresent(limit -> {
                                    ToleranceKey key = keys.get(name);
                                    ScoreBound bound = bounds.get(name);
                                    if (key != null) {
                                        limits.put(key, limit);
                                    } else if (bound != null) {
                                        scores.put(bound, limit);
                                    }
                                    DetectionBound.of(name)
                                            .ifPresent(it -> detection.put(it, limit));
                                }));
        return new Tolerance(limits, scores, detection);
    }

    private static Optional<Double> limit(String name, String text, YamlValue node) {
        try {
            double limit = Double.parseDouble(text);
            if (limit >= 0 && Double.isFinite(limit)) {
                return Optional.of(limit);
            }
        } catch (NumberFormatException e) {
            // Reported below, like a negative number.
        }
        node.problem("%s is '%s', it must be a number >= 0".formatted(name, text));
        return Optional.empty();
    }
}
