package dev.assay.accuracy.coco;

import dev.assay.accuracy.coco.match.PrecisionRecall;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// The twelve numbers of a data set or of one category; −1 where nothing counts.
public record Scores(Map<CocoMetric, Double> values) {
    public Scores {
        if (values.size() != CocoMetric.values().length) {
            throw new IllegalArgumentException("scores are missing: " + values);
        }
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    public double get(CocoMetric metric) {
        return values.getOrDefault(metric, PrecisionRecall.NONE);
    }
}
