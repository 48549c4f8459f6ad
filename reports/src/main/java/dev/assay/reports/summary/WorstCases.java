package dev.assay.reports.summary;

import dev.assay.core.run.AccuracyResult;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictRow;
import dev.assay.reports.detection.DetectionFigure;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.text.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Orders cases by how much they need a look: failed, wrong, invalid, slower, then by error.
public final class WorstCases {
    private static final Comparator<CaseRow> WORST_FIRST =
            Comparator.comparingInt(WorstCases::rank)
                    .thenComparing(Comparator.comparingDouble(WorstCases::size).reversed());

    private WorstCases() {}

    /// At most `limit` cases; those that nothing is known of are left out.
    public static List<WorstCase> of(ReportModel model, int limit) {
        return model.rows().stream()
                .filter(row -> rank(row) < Integer.MAX_VALUE)
                .sorted(WORST_FIRST)
                .limit(limit)
                .map(row -> new WorstCase(row, what(row)))
                .toList();
    }

    private static int rank(CaseRow row) {
        return switch (row.state()) {
            case FAILED -> 1;
            case INVALID -> row.standing() == AccuracyStanding.FAILED ? 0 : 2;
            case REGRESSED -> 3;
            case INCONCLUSIVE -> 4;
            case IMPROVED, UNCHANGED, VALID, UNJUDGED, UNCHECKED ->
                    row.compared().isPresent() ? 5 : Integer.MAX_VALUE;
            case SKIPPED, NOT_REACHED -> Integer.MAX_VALUE;
        };
    }

    /// Within a rank: change of speed for slower cases, else the error.
    private static double size(CaseRow row) {
        OptionalDouble change =
                row.verdict()
                        .flatMap(VerdictRow::speed)
                        .map(SpeedVerdict::change)
                        .orElse(OptionalDouble.empty());
        return change.orElseGet(
                () -> largest(row).map(Largest::relativeL2).orElse(Double.NEGATIVE_INFINITY));
    }

    private static String what(CaseRow row) {
        return switch (row.state()) {
            case FAILED, INVALID, REGRESSED, INCONCLUSIVE -> row.reason();
            case IMPROVED, UNCHANGED, VALID, UNJUDGED, UNCHECKED ->
                    row.detection()
                            .map(DetectionFigure::of)
                            .or(() -> largest(row).map(it -> it.describe(row)))
                            .orElse("");
            case SKIPPED, NOT_REACHED -> "";
        };
    }

    /// The view with the largest relative L2; an undefined one counts as infinite.
    private record Largest(AccuracyResult result, double relativeL2) {
        String describe(CaseRow row) {
            String text =
                    "%s (%s): relL2 %s"
                            .formatted(
                                    result.output(), result.view(), Numbers.scientific(relativeL2));
            Map<ToleranceKey, Double> limits =
                    row.tolerance().map(Tolerance::limits).orElse(Map.of());
            return Optional.ofNullable(limits.get(ToleranceKey.REL_L2))
                    .map(limit ->
                            "%s, %s %% of its limit"
                                    .formatted(text, Numbers.fixed(100 * relativeL2 / limit, 0)))
                    .orElse(text);
        }
    }

    private static Optional<Largest> largest(CaseRow row) {
        return row.compared().stream()
                .flatMap(it -> Stream.concat(it.results().stream(), it.timedOutputs().stream()))
                .map(result ->
                        new Largest(
                                result,
                                result.statistics().relativeL2().orElse(Double.POSITIVE_INFINITY)))
                .max(Comparator.comparingDouble(Largest::relativeL2));
    }
}
