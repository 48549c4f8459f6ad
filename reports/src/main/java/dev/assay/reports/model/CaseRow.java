package dev.assay.reports.model;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.core.verdict.VerdictRow;
import java.util.List;
import java.util.Optional;

/// Everything that a run directory holds on one case.
///
/// @param forks those that were measured, in fork order
/// @param failures why forks failed
/// @param skipped why the case was not attempted
/// @param summary absent where no fork was measured or its samples cannot be read
/// @param accuracy absent where the outputs were not compared (yet)
/// @param verdict absent where nothing was decided (yet)
/// @param tolerance of the suite, where it can be read
public record CaseRow(
        CaseId id,
        List<Fork> forks,
        List<String> failures,
        Optional<String> skipped,
        Optional<CaseSummary> summary,
        Optional<AccuracyOutcome> accuracy,
        Optional<VerdictRow> verdict,
        Optional<Tolerance> tolerance) {
    public CaseRow {
        forks = List.copyOf(forks);
        failures = List.copyOf(failures);
    }

    public Variant variant() {
        return Variant.of(id);
    }

    /// The heading of the section that the case belongs to: model, shape of a row, workload.
    public String section() {
        return id.model() + " · " + id.dims() + " · " + id.workload();
    }

    public RowState state() {
        return RowStates.of(this);
    }

    /// Why the row is in its state; empty where there is nothing to say.
    public String reason() {
        return RowReasons.of(this);
    }

    /// A failed, invalid or wrong case has no speed.
    public Optional<CaseSummary> speed() {
        return switch (state()) {
            case FAILED, INVALID, SKIPPED, NOT_REACHED -> Optional.empty();
            case REGRESSED, INCONCLUSIVE, UNCHECKED, UNJUDGED, VALID, UNCHANGED, IMPROVED ->
                    summary.filter(it -> standing() != AccuracyStanding.FAILED);
        };
    }

    /// The verdict's word on the outputs, else what the comparison itself recorded.
    public AccuracyStanding standing() {
        return verdict.map(VerdictRow::accuracy)
                .orElseGet(() -> accuracy.map(CaseRow::standingOf).orElse(AccuracyStanding.ABSENT));
    }

    private static AccuracyStanding standingOf(AccuracyOutcome outcome) {
        return switch (outcome) {
            case AccuracyOutcome.Compared compared ->
                    compared.results().stream().allMatch(AccuracyResult::passed)
                                    && compared.timedOutputs().stream()
                                            .allMatch(AccuracyResult::passed)
                            ? AccuracyStanding.PASSED
                            : AccuracyStanding.FAILED;
            case AccuracyOutcome.Wrong ignored -> AccuracyStanding.FAILED;
            case AccuracyOutcome.Unchecked ignored -> AccuracyStanding.UNCHECKED;
            case AccuracyOutcome.Failed ignored -> AccuracyStanding.ABSENT;
            case AccuracyOutcome.Skipped ignored -> AccuracyStanding.ABSENT;
        };
    }

    /// What was compared, if anything was.
    public Optional<AccuracyOutcome.Compared> compared() {
        return accuracy.filter(AccuracyOutcome.Compared.class::isInstance)
                .map(AccuracyOutcome.Compared.class::cast);
    }
}
