package dev.assay.reports.sidebyside;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.CaseSummary;
import dev.assay.reports.detection.DetectionFigure;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.text.Boundaries;
import dev.assay.reports.text.Numbers;
import java.util.Optional;
import java.util.stream.Stream;

/// What one run has of one case.
///
/// @param median with its unit; empty where the case has no speed
/// @param sort seconds, for ordering
/// @param under images a second; where there is no speed, the state
/// @param boundary of the time
/// @param outputs whether they agree with their reference, and how far off the worst is
/// @param css of the outputs: `pass`, `fail` or nothing
/// @param note why there is no speed, or what is wrong
/// @param absent whether the run has no such case
public record SideCell(
        String median,
        String sort,
        String under,
        String boundary,
        String outputs,
        String css,
        String note,
        boolean absent) {
    static SideCell of(Optional<CaseRow> row) {
        return row.map(SideCell::present)
                .orElseGet(() ->
                        new SideCell(
                                "",
                                "",
                                Numbers.ABSENT,
                                "",
                                Numbers.ABSENT,
                                "soft",
                                "this run has no such case",
                                true));
    }

    private static SideCell present(CaseRow row) {
        Optional<CaseSummary> speed = row.speed();
        return new SideCell(
                speed.map(it -> Numbers.duration(it.medianSeconds())).orElse(""),
                speed.map(it -> Double.toString(it.medianSeconds())).orElse(""),
                speed.map(it -> Numbers.significant(it.imagesPerSecond()) + " images/s")
                        .orElseGet(() -> row.state().symbol() + " " + row.state().word()),
                speed.map(it -> Boundaries.described(it.boundary())).orElse(""),
                outputs(row),
                css(row),
                row.reason(),
                false);
    }

    private static String css(CaseRow row) {
        return switch (row.standing()) {
            case PASSED -> "pass";
            case FAILED -> "fail";
            case UNCHECKED, ABSENT -> "soft";
        };
    }

    private static String outputs(CaseRow row) {
        String figure = figure(row).map(it -> " " + it).orElse("");
        return switch (row.standing()) {
            case PASSED -> "✓" + figure;
            case FAILED -> figure.isEmpty() ? "✗ wrong" : "✗" + figure;
            case UNCHECKED -> "? unchecked" + figure;
            case ABSENT -> row.state().word().toLowerCase(java.util.Locale.ROOT);
        };
    }

    /// AP of a detector, else the largest relative L2 of any output and view.
    private static Optional<String> figure(CaseRow row) {
        return row.detection()
                .map(it -> "AP " + DetectionFigure.ap(it))
                .or(() ->
                        row.compared().stream()
                                .flatMap(SideCell::errors)
                                .max(Double::compare)
                                .map(it -> "relL2 " + Numbers.scientific(it)));
    }

    private static Stream<Double> errors(AccuracyOutcome.Compared compared) {
        return compared.results().stream()
                .map(it -> it.statistics().relativeL2().orElse(Double.POSITIVE_INFINITY));
    }
}
