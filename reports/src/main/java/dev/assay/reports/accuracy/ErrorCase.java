package dev.assay.reports.accuracy;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.text.DataTable;
import java.util.List;
import java.util.Optional;

/// A case's errors: one line a view, and everything else folded away.
///
/// @param note what was not compared and why; empty where everything was
/// @param timed what is known of the outputs of the timed forks
public record ErrorCase(
        CaseRow row,
        List<ErrorLine> lines,
        String note,
        String timed,
        Optional<DataTable> statistics,
        Optional<DataTable> worst) {
    public ErrorCase {
        lines = List.copyOf(lines);
    }

    static ErrorCase of(CaseRow row) {
        return row.accuracy()
                .map(outcome ->
                        switch (outcome) {
                            case AccuracyOutcome.Compared it -> compared(row, it);
                            case AccuracyOutcome.Wrong it ->
                                    without(row, "wrong: " + String.join("; ", it.reasons()));
                            case AccuracyOutcome.Unchecked it ->
                                    without(row, "unchecked: " + it.reason());
                            case AccuracyOutcome.Failed it ->
                                    without(row, "failed: " + it.reason());
                            case AccuracyOutcome.Skipped it ->
                                    without(row, "skipped: " + it.reason());
                        })
                .orElseGet(() -> without(row, ""));
    }

    private static ErrorCase compared(CaseRow row, AccuracyOutcome.Compared compared) {
        if (compared.results().isEmpty()) {
            return without(
                    row,
                    "no tensor was compared: the suite names no stored outputs"
                            + (compared.detection().isPresent()
                                    ? "; its detections are judged above"
                                    : ""));
        }
        return new ErrorCase(
                row,
                compared.results().stream().map(ErrorLine::of).toList(),
                "",
                TimedOutputs.sentence(compared),
                Optional.of(StatisticsTable.of(row, compared.results())),
                WorstTable.of(row, compared.results()));
    }

    private static ErrorCase without(CaseRow row, String note) {
        return new ErrorCase(row, List.of(), note, "", Optional.empty(), Optional.empty());
    }
}
