package dev.assay.reports;

import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.TaskScore;
import dev.assay.reports.accuracy.ScoreFigure;
import dev.assay.reports.detection.DetectionFigure;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How well a model does its task, in the one column that a terminal has for it: AP of a detector,
/// of images the first metric that the suite asks for.
///
/// @param cell of a row, empty where it has no such figure
/// @param legend what the column means
record TaskColumn(String heading, Function<CaseRow, Optional<String>> cell, List<String> legend) {
    /// Empty where the section's model has no task that is scored.
    static Optional<TaskColumn> of(Section section) {
        return section.rows().stream()
                .flatMap(row -> row.detection().stream())
                .findFirst()
                .map(it -> detector(section, it))
                .or(() ->
                        section.rows().stream()
                                .flatMap(row -> row.scores().stream())
                                .findFirst()
                                .map(TaskColumn::images));
    }

    private static TaskColumn detector(Section section, DetectionScores first) {
        List<String> legend =
                DetectionFigure.largestChange(
                                section.rows().stream()
                                        .flatMap(row -> row.detection().stream())
                                        .toList())
                        .map(it -> List.of(DetectionFigure.legend(first), it))
                        .orElseGet(() -> List.of(DetectionFigure.legend(first)));
        return new TaskColumn("AP", row -> row.detection().map(DetectionFigure::ap), legend);
    }

    private static TaskColumn images(TaskScore first) {
        return new TaskColumn(
                ScoreFigure.name(first),
                row ->
                        row.scores().stream()
                                .filter(it -> it.metric().equals(first.metric()))
                                .findFirst()
                                .map(ScoreFigure::narrow),
                List.of(ScoreFigure.legend(first)));
    }
}
