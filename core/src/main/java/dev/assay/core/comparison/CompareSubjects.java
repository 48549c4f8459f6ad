package dev.assay.core.comparison;

import dev.assay.core.AssayException;
import dev.assay.core.noise.Calibration;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.CaseSummaries;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.core.verdict.Comparator;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.QuotedCauses;
import dev.assay.core.verdict.RunJudge;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictFiles;
import dev.assay.core.verdict.VerdictRow;
import dev.assay.core.verdict.VerdictRow.CaseState;
import dev.assay.core.verdict.ab.DecisionRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Decides about a run that compares two subjects, from its files alone, and writes
/// `verdicts.jsonl`, `verdict.json` and `comparison.jsonl`.
///
/// Accuracy comes first, on both sides: a candidate with wrong outputs has no speed, and against a
/// reference with wrong outputs nothing is faster or slower. Then every case that has a speed
/// enters one family, see {@link DecisionRule}.
public final class CompareSubjects {
    private final RunDirectory run;
    private final ComparisonPlan plan;
    private final Calibration calibration;
    private final EngineCatalog catalog;
    private final boolean gated;

    /// @param gated whether too much that is INCONCLUSIVE or INVALID has an exit code of its own
    public CompareSubjects(
            RunDirectory run, Calibration calibration, EngineCatalog catalog, boolean gated) {
        this.run = run;
        this.calibration = calibration;
        this.catalog = catalog;
        this.gated = gated;
        this.plan =
                ComparisonPlan.find(run)
                        .orElseThrow(() ->
                                AssayException.data(run.root() + " compares no two subjects"));
    }

    /// @param cases that the run's suite asks for
    public RunVerdict decide(List<CaseId> cases) {
        RunDirectory reference = ComparisonPlan.reference(run);
        SideForks a = SideForks.of(reference);
        SideForks b = SideForks.of(run);
        List<Turn> turns = Turn.of(run);
        Map<CaseId, VerdictRow> ofA = new TreeMap<>();
        gate(reference, cases).forEach(row -> ofA.put(row.caseId(), row));
        List<VerdictRow> gated = notWorse(reference, gate(run, cases));
        CaseFamily family =
                new CaseFamily(plan, calibration, new Screening(run, plan, calibration), catalog);
        Map<CaseId, SpeedVerdict> invalid = new TreeMap<>();
        for (VerdictRow row : gated) {
            if (row.state() == CaseState.MEASURED && row.speed().isEmpty()) {
                CaseId id = row.caseId();
                Optional.ofNullable(ofA.get(id))
                        .flatMap(CompareSubjects::refusal)
                        .or(() -> family.add(id, CaseForks.last(plan, id, turns, a, b)))
                        .ifPresent(it -> invalid.put(id, it));
            }
        }
        Map<CaseId, SpeedVerdict> decided = family.decide();
        List<VerdictRow> judged =
                gated.stream()
                        .map(row ->
                                Optional.ofNullable(decided.get(row.caseId()))
                                        .or(() -> Optional.ofNullable(invalid.get(row.caseId())))
                                        .map(row::withSpeed)
                                        .orElse(row))
                        .toList();
        List<VerdictRow> rows = QuotedCauses.against(reference, run).quotedIn(judged);
        RunVerdict verdict =
                withFailures(RunJudge.judge(rows, true, notices(), this.gated), ofA.values());
        ComparisonRow.write(run, family.rows());
        new VerdictFiles(run).write(rows, verdict);
        return verdict;
    }

    /// A reference that fails is a failure, though the candidate runs.
    private static RunVerdict withFailures(RunVerdict verdict, Collection<VerdictRow> reference) {
        long failed = reference.stream().filter(it -> it.state() == CaseState.FAILED).count();
        boolean milder = verdict.exitCode() == Exit.CLEAN || verdict.exitCode() == Exit.NOT_PROVEN;
        return failed == 0
                ? verdict
                : new RunVerdict(
                        verdict.schema(),
                        milder ? Exit.CASES_FAILED : verdict.exitCode(),
                        "%s Of a, %s failed."
                                .formatted(
                                        verdict.sentence(),
                                        failed == 1 ? "1 case" : failed + " cases"),
                        verdict.notices());
    }

    /// Outputs that keep their limits may still be worse than the reference's.
    private List<VerdictRow> notWorse(RunDirectory reference, List<VerdictRow> rows) {
        Map<CaseId, AccuracyRow> ofA = new TreeMap<>();
        reference.accuracy().forEach(it -> ofA.put(it.caseId(), it));
        Map<CaseId, AccuracyRow> ofB = new TreeMap<>();
        run.accuracy().forEach(it -> ofB.put(it.caseId(), it));
        List<PairedScore> pairs = PairedScore.of(run);
        return rows.stream()
                .map(row -> {
                    AccuracyRow a = ofA.get(row.caseId());
                    AccuracyRow b = ofB.get(row.caseId());
                    List<String> worse =
                            a == null || b == null
                                    ? List.of()
                                    : AccuracyGate.worse(a, b, of(row.caseId(), pairs));
                    return worse.isEmpty() || row.accuracy() == AccuracyStanding.FAILED
                            ? row
                            : row.wrong(worse);
                })
                .toList();
    }

    private static List<PairedScore> of(CaseId caseId, List<PairedScore> pairs) {
        return pairs.stream().filter(it -> it.caseId().equals(caseId)).toList();
    }

    private List<String> notices() {
        List<String> notices = new ArrayList<>();
        notices.add(
                "a: %s; b: %s; baseline here means a"
                        .formatted(plan.a().label(), plan.b().label()));
        notices.add(plan.design() + ", order drawn with seed " + plan.seed());
        return notices;
    }

    /// What a side says of its cases before any speed is compared. Forks that were not steady are
    /// looked at one by one later.
    private static List<VerdictRow> gate(RunDirectory side, List<CaseId> cases) {
        Map<CaseId, CaseSummary> summaries = new TreeMap<>();
        CaseSummaries.of(side).forEach((id, summary) -> summaries.put(id, summary.unquestioned()));
        return new Comparator(1, Optional.empty())
                .compare(cases, side.measurements(), summaries, side.accuracy());
    }

    /// Why the reference cannot be compared with.
    private static Optional<SpeedVerdict> refusal(VerdictRow reference) {
        if (reference.state() != CaseState.MEASURED) {
            return Optional.of(
                    SpeedVerdict.invalid(
                            "REFERENCE", "a was not measured: " + reference.stateReason()));
        }
        return reference
                .speed()
                .map(it -> SpeedVerdict.invalid("REFERENCE", "a is invalid: " + it.detail()));
    }
}
