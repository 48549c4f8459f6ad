package dev.assay.reports.model;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictRow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the sentence that explains a row's state.
final class RowReasons {
    private RowReasons() {}

    static String of(CaseRow row) {
        return switch (row.state()) {
            case FAILED -> first(row.verdict().map(VerdictRow::stateReason), row.failures());
            case SKIPPED ->
                    first(
                            row.verdict().map(VerdictRow::stateReason),
                            row.skipped().stream().toList());
            case INVALID -> first(accuracyReason(row), speedReason(row));
            case REGRESSED, INCONCLUSIVE, IMPROVED, UNCHANGED ->
                    first(
                            row.verdict().flatMap(VerdictRow::speed).map(SpeedVerdict::detail),
                            List.of());
            case UNCHECKED -> first(Optional.of(uncheckedReason(row)), List.of());
            case VALID -> "";
            case UNJUDGED -> "";
            case NOT_REACHED ->
                    first(
                            row.verdict().map(VerdictRow::stateReason),
                            List.of("the run has not come to its end"));
        };
    }

    private static String first(Optional<String> preferred, List<String> others) {
        return Stream.concat(preferred.stream(), others.stream())
                .filter(reason -> !reason.isBlank())
                .findFirst()
                .orElse("");
    }

    private static Optional<String> accuracyReason(CaseRow row) {
        return Stream.of(
                        row.verdict().stream()
                                .filter(verdict ->
                                        verdict.speed().map(RowReasons::ofAccuracy).orElse(true))
                                .flatMap(verdict -> verdict.accuracyDetail().stream()),
                        row.compared().stream().flatMap(it -> it.violations().stream()),
                        contradictions(row))
                .flatMap(reasons -> reasons)
                .findFirst();
    }

    private static Stream<String> contradictions(CaseRow row) {
        return row.consistency().stream()
                .flatMap(result ->
                        result.violations().stream()
                                .map(it -> result.check().description() + ": " + it));
    }

    /// Another reason, such as an unsteady clock, explains itself in the verdict's detail.
    private static boolean ofAccuracy(SpeedVerdict speed) {
        return speed.reason().equals("ACCURACY");
    }

    private static List<String> speedReason(CaseRow row) {
        return Stream.concat(
                        row.verdict().flatMap(VerdictRow::speed).map(SpeedVerdict::detail).stream(),
                        row.summary().map(CaseSummary::invalidReasons).orElse(List.of()).stream())
                .toList();
    }

    private static String uncheckedReason(CaseRow row) {
        Optional<String> detail =
                row.verdict().flatMap(it -> it.accuracyDetail().stream().findFirst());
        return detail.or(() -> row.accuracy().map(RowReasons::uncompared)).orElse("");
    }

    private static String uncompared(AccuracyOutcome outcome) {
        return switch (outcome) {
            case AccuracyOutcome.Compared ignored -> "";
            case AccuracyOutcome.Wrong wrong -> String.join("; ", wrong.reasons());
            case AccuracyOutcome.Unchecked unchecked -> unchecked.reason();
            case AccuracyOutcome.Failed failed -> failed.reason();
            case AccuracyOutcome.Skipped skipped -> skipped.reason();
        };
    }
}
