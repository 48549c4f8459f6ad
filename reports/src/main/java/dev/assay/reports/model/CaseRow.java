package dev.assay.reports.model;

import dev.assay.core.device.Range;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.TaskScore;
import dev.assay.core.speedup.SpeedSide;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.core.verdict.VerdictRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Everything that a run directory holds on one case.
///
/// @param forks those that were measured, in fork order
/// @param failures why forks failed
/// @param skipped why the case was not attempted
/// @param summaries at every boundary, the one of headlines first; empty where no fork was measured
///   or its samples cannot be read
/// @param accuracy absent where the outputs were not compared (yet)
/// @param consistency how the engine agrees with itself
/// @param verdict absent where nothing was decided (yet)
/// @param tolerance of the suite, where it can be read
public record CaseRow(
        CaseId id,
        List<Fork> forks,
        List<String> failures,
        Optional<String> skipped,
        List<CaseSummary> summaries,
        Optional<AccuracyOutcome> accuracy,
        List<ConsistencyResult> consistency,
        Optional<VerdictRow> verdict,
        Optional<Tolerance> tolerance) {
    public CaseRow {
        forks = List.copyOf(forks);
        failures = List.copyOf(failures);
        summaries = List.copyOf(summaries);
        consistency = List.copyOf(consistency);
    }

    public Variant variant() {
        return Variant.of(id);
    }

    /// The variant with how many layers run in its precision: `tensorrt-onnx fp16 41/58`.
    public String label() {
        return variant().label() + precision().map(it -> " " + it.share()).orElse("");
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

    /// At the boundary of headlines, whether or not the times may be used.
    public Optional<CaseSummary> summary() {
        return summaries.stream().findFirst();
    }

    /// A failed, invalid or wrong case has no speed.
    public Optional<CaseSummary> speed() {
        return speeds().stream().findFirst();
    }

    /// The speed at another boundary, where it was measured.
    public Optional<CaseSummary> speedAt(MeasurementBoundary boundary) {
        return speeds().stream().filter(it -> it.boundary() == boundary).findFirst();
    }

    /// At every boundary, the one of headlines first; empty where the case has no speed.
    public List<CaseSummary> speeds() {
        return switch (state()) {
            case FAILED, INVALID, SKIPPED, NOT_REACHED -> List.of();
            case REGRESSED, INCONCLUSIVE, UNCHECKED, UNJUDGED, VALID, UNCHANGED, IMPROVED ->
                    standing() == AccuracyStanding.FAILED ? List.of() : summaries;
        };
    }

    /// The case as one side of a comparison of speeds.
    public SpeedSide side() {
        boolean without = speeds().isEmpty();
        String why = reason().isBlank() ? "it has no times that can be read" : reason();
        return new SpeedSide(
                id,
                without ? Optional.of(state().word() + ": " + why) : Optional.empty(),
                standing(),
                speeds(),
                forks.stream().map(Fork::measurement).toList());
    }

    /// In which precision its layers really run, where the engine can tell.
    public Optional<EffectivePrecision> precision() {
        return EffectivePrecision.of(id, forks);
    }

    /// Median over the forks whose device counts energy.
    public OptionalDouble joulesPerQuery() {
        double[] joules =
                forks.stream()
                        .flatMap(fork -> fork.measurement().device().stream())
                        .flatMap(device -> device.joulesPerQuery().stream())
                        .mapToDouble(Double::doubleValue)
                        .toArray();
        return joules.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Range.of(joules).median());
    }

    /// The verdict's word on the outputs, else what the comparison itself recorded.
    public AccuracyStanding standing() {
        return verdict.map(VerdictRow::accuracy).orElseGet(this::recordedStanding);
    }

    private AccuracyStanding recordedStanding() {
        // An engine that disagrees with itself is wrong, whatever its references say.
        if (consistency.stream().anyMatch(it -> !it.violations().isEmpty())) {
            return AccuracyStanding.FAILED;
        }
        return accuracy.map(CaseRow::standingOf).orElse(AccuracyStanding.ABSENT);
    }

    private static AccuracyStanding standingOf(AccuracyOutcome outcome) {
        return switch (outcome) {
            case AccuracyOutcome.Compared compared ->
                    compared.violations().isEmpty()
                            ? AccuracyStanding.PASSED
                            : AccuracyStanding.FAILED;
            case AccuracyOutcome.Wrong ignored -> AccuracyStanding.FAILED;
            case AccuracyOutcome.Unchecked ignored -> AccuracyStanding.UNCHECKED;
            case AccuracyOutcome.Failed ignored -> AccuracyStanding.ABSENT;
            case AccuracyOutcome.Skipped ignored -> AccuracyStanding.ABSENT;
        };
    }

    /// Signal over the error of the worst output as a whole, in dB; infinite where all are equal to
    /// the reference, empty where nothing was compared.
    public OptionalDouble worstSqnrDb() {
        return compared().stream()
                .flatMap(it -> it.results().stream())
                .filter(it -> it.view().equals("full"))
                .flatMapToDouble(it -> it.statistics().sqnrDb().stream())
                .filter(decibel -> decibel > Double.NEGATIVE_INFINITY)
                .min();
    }

    /// What was compared, if anything was.
    public Optional<AccuracyOutcome.Compared> compared() {
        return accuracy.filter(AccuracyOutcome.Compared.class::isInstance)
                .map(AccuracyOutcome.Compared.class::cast);
    }

    /// What images score in their task's measures; empty where the suite asks for none.
    public List<TaskScore> scores() {
        return compared().map(AccuracyOutcome.Compared::scores).orElse(List.of());
    }

    /// What a detector scores on images, where it came so far.
    public Optional<DetectionScores> detection() {
        return compared().flatMap(AccuracyOutcome.Compared::detection);
    }
}
