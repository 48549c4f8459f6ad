package dev.assay.reports.accuracy;

import dev.assay.core.run.TaskScore;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How well each engine does the model's task, beside the PyTorch reference's own score.
///
/// Batches of an engine that score alike share a line.
final class ScoreTable {
    private final boolean referenced;
    private final Map<List<String>, List<Integer>> batches = new LinkedHashMap<>();

    private ScoreTable(boolean referenced) {
        this.referenced = referenced;
    }

    /// Empty where the suite asks for no scores.
    static Optional<DataTable> of(Section section) {
        List<TaskScore> scores =
                section.rows().stream().flatMap(row -> row.scores().stream()).toList();
        if (scores.isEmpty()) {
            return Optional.empty();
        }
        boolean referenced = scores.stream().anyMatch(it -> it.reference().isPresent());
        ScoreTable table = new ScoreTable(referenced);
        section.variants()
                .forEach(variant ->
                        section.rows().stream()
                                .filter(row -> row.variant().equals(variant))
                                .forEach(table::add));
        return Optional.of(table.table());
    }

    private void add(CaseRow row) {
        for (TaskScore score : row.scores()) {
            batches.computeIfAbsent(cells(row, score), it -> new ArrayList<>())
                    .add(row.id().batch());
        }
    }

    private DataTable table() {
        List<String> headings =
                new ArrayList<>(List.of("Engine", "Output", "Metric", "Batch", "Value"));
        if (referenced) {
            headings.addAll(List.of("Reference's value", "Difference"));
        }
        headings.addAll(List.of("Settings", "Result"));
        List<List<String>> rows = new ArrayList<>();
        batches.forEach((cells, ofCells) -> {
            List<String> row = new ArrayList<>(cells);
            row.add(
                    3,
                    ofCells.stream()
                            .sorted()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ")));
            rows.add(row);
        });
        return new DataTable("Task scores: mean of the images", headings, 3, rows);
    }

    /// All but the batch.
    private List<String> cells(CaseRow row, TaskScore score) {
        List<String> cells =
                new ArrayList<>(
                        List.of(
                                row.variant().label(),
                                score.output(),
                                ScoreFigure.name(score),
                                ScoreText.value(score, score.value())));
        if (referenced) {
            cells.add(ScoreText.value(score, score.reference()));
            cells.add(ScoreText.difference(score));
        }
        cells.add(
                score.settings().entrySet().stream()
                        .map(it -> it.getKey() + " " + it.getValue())
                        .collect(Collectors.joining(" · ")));
        cells.add(result(score));
        return cells;
    }

    private static String result(TaskScore score) {
        if (!score.passed()) {
            return "✗ " + String.join("; ", score.violations());
        }
        return score.limits().isEmpty()
                ? "no bound"
                : score.limits().entrySet().stream()
                        .map(it -> it.getKey().key() + " " + Numbers.significant(it.getValue()))
                        .collect(Collectors.joining(", ", "✓ ", ""));
    }
}
