package dev.assay.reports.detection;

import dev.assay.core.run.DetectionScores;
import dev.assay.reports.model.Variant;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an engine in one precision scores at the batches at which it scores alike.
///
/// @param batches ascending
/// @param cells in the order of {@link DetectionTable#METRICS}
/// @param result in a word or two
/// @param violations what failed, in words
/// @param warnings what a reader of the numbers should know
/// @param folded what the details say in short; empty where there are none
/// @param details tables that are folded away
public record DetectionRow(
        Variant variant,
        List<Integer> batches,
        List<DetectionCell> cells,
        String result,
        List<String> violations,
        List<String> warnings,
        String folded,
        List<DataTable> details) {
    public DetectionRow {
        batches = List.copyOf(batches);
        cells = List.copyOf(cells);
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
        details = List.copyOf(details);
    }

    static DetectionRow of(Variant variant, List<Integer> batches, DetectionScores scores) {
        return new DetectionRow(
                variant,
                batches.stream().sorted().toList(),
                DetectionTable.METRICS.stream()
                        .map(metric -> DetectionCell.of(scores, metric))
                        .toList(),
                result(scores),
                scores.violations(),
                scores.warnings(),
                folded(scores),
                Stream.of(
                                CategoryTable.of(scores),
                                AgreementTable.of(scores),
                                ChangedImagesTable.of(scores))
                        .flatMap(Optional::stream)
                        .toList());
    }

    public boolean passed() {
        return violations.isEmpty();
    }

    /// For example `onnxruntime-cpu fp32 · batch 1, 4`.
    public String title() {
        return variant.label() + " · batch " + batchList();
    }

    public String batchList() {
        return batches.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String folded(DetectionScores scores) {
        int warnings = scores.warnings().size();
        String more =
                Stream.of(
                                CategoryTable.sentence(scores),
                                AgreementTable.sentence(scores),
                                Optional.of(Numbers.count(warnings, "warning"))
                                        .filter(it -> warnings > 0))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining("; "));
        return more.isEmpty() ? "AP by category" : more;
    }

    private static String result(DetectionScores scores) {
        if (!scores.violations().isEmpty()) {
            return "✗ fails";
        }
        return scores.limits().isEmpty() ? "no budget" : "✓ holds";
    }
}
