package dev.assay.accuracy.detection.compare;

import dev.assay.accuracy.coco.CategoryScores;
import dev.assay.accuracy.coco.CocoEvaluation;
import dev.assay.accuracy.coco.CocoMetric;
import dev.assay.accuracy.coco.CocoResult;
import dev.assay.accuracy.coco.match.PrecisionRecall;
import dev.assay.core.run.DetectionScores.Bootstrap;
import dev.assay.core.run.DetectionScores.CategoryChange;
import dev.assay.core.run.DetectionScores.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// COCO's scores of an engine beside those of its reference, with the intervals of the differences.
///
/// @param changes AP over all and by size
/// @param categories AP of each category that has annotations
public record ScoreComparison(List<Change> changes, List<CategoryChange> categories) {
    private static final double POINTS = 100;

    public ScoreComparison {
        changes = List.copyOf(changes);
        categories = List.copyOf(categories);
    }

    /// @param engine evaluated with `result` against the same annotations as `reference`
    public static ScoreComparison of(
            CocoEvaluation engine,
            CocoResult result,
            CocoEvaluation reference,
            Bootstrap bootstrap) {
        CocoResult wanted = reference.evaluate();
        PairedBootstrap.Intervals intervals =
                new PairedBootstrap(bootstrap)
                        .compare(engine.ledger(result), reference.ledger(wanted));
        List<Change> changes = new ArrayList<>();
        for (String key : ResampledScores.METRICS) {
            CocoMetric metric = metric(key);
            double value = result.scores().get(metric);
            double other = wanted.scores().get(metric);
            changes.add(
                    new Change(
                            key,
                            value,
                            other,
                            points(value, other),
                            intervals.metrics().getOrDefault(key, Optional.empty())));
        }
        List<CategoryChange> categories = new ArrayList<>();
        for (int i = 0; i < result.categories().size(); i++) {
            CategoryScores category = result.categories().get(i);
            double value = category.scores().get(CocoMetric.AP);
            double other = wanted.categories().get(i).scores().get(CocoMetric.AP);
            if (value != PrecisionRecall.NONE) {
                categories.add(
                        new CategoryChange(
                                category.id(),
                                category.name(),
                                value,
                                OptionalDouble.of(other),
                                points(value, other),
                                intervals.categories().get(i)));
            }
        }
        return new ScoreComparison(changes, categories);
    }

    /// The engine's categories, where there is no reference.
    public static List<CategoryChange> alone(CocoResult result) {
        return result.categories().stream()
                .filter(it -> it.scores().get(CocoMetric.AP) != PrecisionRecall.NONE)
                .map(it ->
                        new CategoryChange(
                                it.id(),
                                it.name(),
                                it.scores().get(CocoMetric.AP),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                Optional.empty()))
                .toList();
    }

    private static CocoMetric metric(String key) {
        for (CocoMetric metric : CocoMetric.values()) {
            if (metric.key().equals(key)) {
                return metric;
            }
        }
        throw new IllegalArgumentException(key);
    }

    private static OptionalDouble points(double value, double reference) {
        return value == PrecisionRecall.NONE || reference == PrecisionRecall.NONE
                ? OptionalDouble.empty()
                : OptionalDouble.of(POINTS * (value - reference));
    }
}
