package dev.assay.core.verdict;

import dev.assay.core.ErrorKind;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome.Failed;
import dev.assay.core.run.Outcome.Measured;
import dev.assay.core.run.Outcome.Skipped;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Precision;
import dev.assay.core.verdict.VerdictRow.CaseState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Decides about every case from what the stages before wrote; measures and draws nothing.
///
/// Accuracy comes first: a case whose outputs are wrong has no speed.
public final class Comparator {
    private final int forks;
    private final Optional<BaselineComparison> baseline;

    /// @param forks that every case of the run should have
    /// @param baseline compares speeds, where a baseline of this environment exists
    public Comparator(int forks, Optional<BaselineComparison> baseline) {
        this.forks = forks;
        this.baseline = baseline;
    }

    /// One row for every case of the run, sorted by id.
    ///
    /// @param cases that the suite asks for
    public List<VerdictRow> compare(
            List<CaseId> cases,
            List<MeasurementRow> measurements,
            Map<CaseId, CaseSummary> summaries,
            List<AccuracyRow> accuracy) {
        Map<CaseId, AccuracyRow> outcomes = new TreeMap<>();
        accuracy.forEach(row -> outcomes.put(row.caseId(), row));
        List<VerdictRow> rows = new ArrayList<>();
        for (CaseId id : cases.stream().sorted().toList()) {
            List<MeasurementRow> ofCase =
                    measurements.stream().filter(row -> row.caseId().equals(id)).toList();
            rows.add(
                    decide(
                            id,
                            ofCase,
                            Optional.ofNullable(summaries.get(id)),
                            Optional.ofNullable(outcomes.get(id))));
        }
        return rows;
    }

    private VerdictRow decide(
            CaseId id,
            List<MeasurementRow> forks,
            Optional<CaseSummary> summary,
            Optional<AccuracyRow> accuracy) {
        for (MeasurementRow fork : forks) {
            switch (fork.outcome()) {
                case Failed(ErrorKind error, String reason) -> {
                    return absent(id, CaseState.FAILED, reason);
                }
                case Skipped(String reason) -> {
                    return absent(id, CaseState.SKIPPED, reason);
                }
                case Measured _ -> {}
            }
        }
        if (summary.isEmpty()) {
            return absent(id, CaseState.MISSING, "not measured yet: go on with --resume");
        }
        return accuracy.map(outcome -> judge(id, forks, summary.get(), outcome))
                .orElseGet(() ->
                        row(
                                id,
                                AccuracyStanding.UNCHECKED,
                                List.of("the accuracy stage has not run"),
                                speed(forks, summary.get())));
    }

    private VerdictRow judge(
            CaseId id, List<MeasurementRow> forks, CaseSummary summary, AccuracyRow accuracy) {
        List<String> inconsistent = inconsistencies(accuracy);
        return switch (accuracy.outcome()) {
            case AccuracyOutcome.Compared compared -> {
                List<String> violations = new ArrayList<>(compared.violations());
                violations.addAll(inconsistent);
                if (!violations.isEmpty()) {
                    yield wrong(id, forks, violations);
                }
                yield unbounded(compared)
                        .map(reason ->
                                row(
                                        id,
                                        AccuracyStanding.UNCHECKED,
                                        List.of(reason),
                                        speed(forks, summary)))
                        .orElseGet(() ->
                                row(id, AccuracyStanding.PASSED, List.of(), speed(forks, summary)));
            }
            case AccuracyOutcome.Wrong(List<String> reasons) -> wrong(id, forks, reasons);
            case AccuracyOutcome.Unchecked _ when !inconsistent.isEmpty() ->
                    wrong(id, forks, inconsistent);
            case AccuracyOutcome.Failed(ErrorKind error, String reason) ->
                    absent(id, CaseState.FAILED, "comparing its outputs: " + reason);
            case AccuracyOutcome.Unchecked(String reason) ->
                    row(id, AccuracyStanding.UNCHECKED, List.of(reason), speed(forks, summary));
            case AccuracyOutcome.Skipped(String reason) ->
                    row(id, AccuracyStanding.UNCHECKED, List.of(reason), speed(forks, summary));
        };
    }

    /// Why a comparison that found nothing wrong still proves nothing.
    private static Optional<String> unbounded(AccuracyOutcome.Compared compared) {
        if (compared.results().isEmpty() && compared.detection().isEmpty()) {
            return Optional.of("no output was compared");
        }
        return !compared.bounded()
                ? Optional.of(
                        "the suite sets no tolerance for this precision: only NaN and shapes were"
                                + " checked")
                : Optional.empty();
    }

    /// An engine that contradicts itself is wrong, whatever its reference says.
    private static List<String> inconsistencies(AccuracyRow row) {
        return row.consistency().stream()
                .flatMap(result ->
                        result.violations().stream()
                                .map(it -> result.check().description() + ": " + it))
                .toList();
    }

    private Optional<SpeedVerdict> speed(List<MeasurementRow> measured, CaseSummary summary) {
        Optional<SpeedVerdict> mislabelled =
                measured.stream().flatMap(row -> mislabelled(row).stream()).findFirst();
        if (mislabelled.isPresent()) {
            return mislabelled;
        }
        if (summary.forks().size() < forks) {
            return Optional.of(
                    SpeedVerdict.invalid(
                            "UNFINISHED",
                            "%s of %s forks are measured: go on with --resume"
                                    .formatted(summary.forks().size(), forks)));
        }
        if (!summary.invalidReasons().isEmpty()) {
            return Optional.of(
                    SpeedVerdict.invalid("UNSTEADY", String.join("; ", summary.invalidReasons())));
        }
        return baseline.flatMap(it -> it.compare(summary));
    }

    private static Optional<SpeedVerdict> mislabelled(MeasurementRow row) {
        if (!(row.outcome() instanceof Measured(Measurement measurement))) {
            return Optional.empty();
        }
        EngineIdentity engine = measurement.engine();
        return PlacementRule.violation(engine)
                .map(it -> SpeedVerdict.invalid(PlacementRule.REASON, it))
                .or(() ->
                        engine.precisions()
                                .flatMap(it -> PrecisionRule.violation(asked(row.caseId()), it))
                                .map(it -> SpeedVerdict.invalid(PrecisionRule.REASON, it)));
    }

    /// A precision in a case id may carry its typing, `fp16-strong`.
    private static Precision asked(CaseId id) {
        return Precision.valueOf(id.precision().split("-", -1)[0].toUpperCase(Locale.ROOT));
    }

    /// A model that ran elsewhere is said to have: wrong outputs may come of that.
    private static VerdictRow wrong(
            CaseId id, List<MeasurementRow> forks, List<String> violations) {
        Optional<String> elsewhere =
                engines(forks).flatMap(it -> PlacementRule.violation(it).stream()).findFirst();
        String reason =
                Stream.concat(violations.stream().limit(1), elsewhere.stream())
                        .collect(Collectors.joining("; "));
        return row(
                id,
                AccuracyStanding.FAILED,
                violations,
                Optional.of(SpeedVerdict.invalid("ACCURACY", reason)));
    }

    private static Stream<EngineIdentity> engines(List<MeasurementRow> forks) {
        return forks.stream()
                .map(MeasurementRow::outcome)
                .filter(Measured.class::isInstance)
                .map(it -> ((Measured) it).measurement().engine());
    }

    private static VerdictRow row(
            CaseId id,
            AccuracyStanding standing,
            List<String> detail,
            Optional<SpeedVerdict> speed) {
        return new VerdictRow(
                VerdictRow.SCHEMA, id, CaseState.MEASURED, "", standing, detail, speed);
    }

    private static VerdictRow absent(CaseId id, CaseState state, String reason) {
        return new VerdictRow(
                VerdictRow.SCHEMA,
                id,
                state,
                reason,
                AccuracyStanding.ABSENT,
                List.of(),
                Optional.empty());
    }
}
