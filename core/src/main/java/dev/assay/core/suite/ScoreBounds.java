package dev.assay.core.suite;

import java.util.List;
import java.util.Map;

/// Finds bounds that could never be held against anything: a typing error would pass unnoticed.
final class ScoreBounds {
    private ScoreBounds() {}

    /// @param value the tolerances' node
    /// @param images the tasks of the models that the tolerances are for
    static void check(
            YamlValue value, Map<Precision, Tolerance> tolerances, List<ImageTask> images) {
        tolerances.forEach((precision, tolerance) -> {
            for (ScoreBound bound : tolerance.scores().keySet().stream().sorted().toList()) {
                List<ImageTask> scored =
                        images.stream().filter(it -> asks(it, bound.kind())).toList();
                YamlValue line = value.at(precision.name(), bound.key());
                if (scored.isEmpty()) {
                    line.problem(
                            "%s bounds a score that no model asks for: add '%s' to the task's metrics"
                                    .formatted(bound.key(), bound.kind().key()));
                } else if (bound.isLoss()
                        && scored.stream().noneMatch(it -> it.targets().isPresent())) {
                    line.problem(
                            bound.key()
                                    + " is a loss against the ground truth: the task needs 'targets'");
                }
            }
        });
    }

    private static boolean asks(ImageTask task, ImageMetricKind kind) {
        return task.metrics().stream().anyMatch(metric -> metric.kind() == kind);
    }
}
