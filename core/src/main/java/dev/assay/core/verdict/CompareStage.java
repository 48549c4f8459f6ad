package dev.assay.core.verdict;

import dev.assay.core.AssayException;
import dev.assay.core.history.History;
import dev.assay.core.history.HistoryRow;
import dev.assay.core.run.CaseSummaries;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.Environment;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Effort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Decides about a run from its files and writes `verdicts.jsonl` and `verdict.json`.
public final class CompareStage {
    private static final double QUIET_SPREAD = 0.10;

    private final RunDirectory run;
    private final Baselines baselines;
    private final String acceptCommand;
    private final Set<String> subject;
    private final boolean gated;

    /// @param acceptCommand how a person accepts this run, for the notice that there is no baseline
    public CompareStage(RunDirectory run, Baselines baselines, String acceptCommand) {
        this(run, baselines, acceptCommand, Set.of(), false);
    }

    /// @param subject fields that may differ from the baseline's, because they are what is compared
    /// @param gated whether too much that is not proven has an exit code
    public CompareStage(
            RunDirectory run,
            Baselines baselines,
            String acceptCommand,
            Set<String> subject,
            boolean gated) {
        this.run = run;
        this.baselines = baselines;
        this.acceptCommand = acceptCommand;
        this.subject = Set.copyOf(subject);
        this.gated = gated;
    }

    /// @param cases that the run's suite asks for
    public RunVerdict decide(List<CaseId> cases) {
        Environment environment =
                run.environment()
                        .orElseThrow(
                                () -> AssayException.data(run.root() + " has no environment.json"));
        Baselines.Found found = baselines.find(environment, subject);
        Map<CaseId, Map<String, String>> engines = engines();
        List<String> refused = new ArrayList<>();
        Optional<BaselineComparison> comparison =
                found instanceof Baselines.Found.Baseline(List<BaselineRow> rows)
                        ? Optional.of(stored(rows, environment, engines, refused))
                        : Optional.empty();
        Map<CaseId, CaseSummary> summaries = CaseSummaries.of(run);
        MergedRun merged = new MergedRun(run);
        List<VerdictRow> rows =
                merged.explain(
                        causes(found)
                                .quotedIn(
                                        new Comparator(plannedForks(), comparison)
                                                .compare(
                                                        cases,
                                                        run.measurements(),
                                                        summaries,
                                                        run.accuracy())));
        List<String> notices = notices(found, environment, rows);
        notices.addAll(merged.notices());
        notices.addAll(refused);
        notices.addAll(
                new SubjectFields(subject)
                        .notices(environment, fields(environment, engines, found)));
        spreadNotice(summaries.values()).ifPresent(notices::add);
        RunVerdict verdict =
                withRefusal(
                        RunJudge.judge(rows, comparison.isPresent(), notices, gated),
                        found,
                        !refused.isEmpty());
        new VerdictFiles(run).write(rows, verdict);
        return verdict;
    }

    /// The accepted cases that this run's may be compared with.
    ///
    /// @param here fields of this run's engines, by case
    /// @param refused takes what differs of the others, by case
    private StoredBaseline stored(
            List<BaselineRow> accepted,
            Environment environment,
            Map<CaseId, Map<String, String>> here,
            List<String> refused) {
        List<BaselineRow> comparable = new ArrayList<>();
        for (BaselineRow row : accepted) {
            List<String> differences =
                    row.fields().isEmpty() || !here.containsKey(row.caseId())
                            ? List.of()
                            : CaseFields.differences(
                                    here.getOrDefault(row.caseId(), Map.of()),
                                    row.fields().get(),
                                    subject);
            if (differences.isEmpty()) {
                comparable.add(row);
            } else {
                refused.add(
                        "The baseline of %s is of another engine or model: %s"
                                .formatted(row.caseId(), String.join(", ", differences)));
            }
        }
        return new StoredBaseline(comparable, sessions(environment));
    }

    /// Fields of this run's engines, by case.
    private Map<CaseId, Map<String, String>> engines() {
        Map<CaseId, Map<String, String>> engines = new TreeMap<>();
        for (MeasurementRow row : run.measurements()) {
            if (row.outcome() instanceof Outcome.Measured(Measurement measurement)) {
                engines.putIfAbsent(row.caseId(), CaseFields.of(measurement.engine()));
            }
        }
        return engines;
    }

    /// Those that may differ where they are what is compared, by name.
    private Set<String> fields(
            Environment environment,
            Map<CaseId, Map<String, String>> engines,
            Baselines.Found found) {
        Set<String> fields = new TreeSet<>(environment.context().keySet());
        baselines.context(environment).ifPresent(it -> fields.addAll(it.keySet()));
        engines.values().forEach(it -> fields.addAll(it.keySet()));
        if (found instanceof Baselines.Found.Baseline(List<BaselineRow> rows)) {
            rows.forEach(row -> row.fields().ifPresent(it -> fields.addAll(it.keySet())));
        }
        return fields;
    }

    /// Of other runs before this one, of the same context unless that is what is compared.
    private Map<CaseId, List<HistoryRow>> sessions(Environment environment) {
        String context = History.contextOf(environment);
        Instant end = run.info().map(RunInfo::started).orElse(Instant.MAX);
        Map<CaseId, List<HistoryRow>> sessions = new TreeMap<>();
        History.of(baselines.root(), environment)
                .before(end)
                .forEach((id, rows) ->
                        sessions.put(
                                id,
                                rows.stream()
                                        .filter(it ->
                                                !subject.isEmpty() || it.context().equals(context))
                                        .toList()));
        return sessions;
    }

    private QuotedCauses causes(Baselines.Found found) {
        return QuotedCauses.of(
                run,
                found instanceof Baselines.Found.Baseline(List<BaselineRow> rows)
                        ? rows
                        : List.of());
    }

    private int plannedForks() {
        return run.info().map(info -> Effort.of(info.effort()).forks()).orElse(1);
    }

    /// Fresh processes of one engine on a quiet machine agree to a few percent.
    private static Optional<String> spreadNotice(Collection<CaseSummary> summaries) {
        List<Double> wide =
                summaries.stream()
                        .flatMapToDouble(it -> it.forkSpread().stream())
                        .boxed()
                        .filter(spread -> spread > QUIET_SPREAD)
                        .toList();
        return wide.stream()
                .max(Double::compare)
                .map(widest ->
                        String.format(
                                Locale.ROOT,
                                "The machine was not quiet: in %s of %s cases fresh processes"
                                        + " differ by more than 10 %%, at most by %.0f %%",
                                wide.size(),
                                summaries.size(),
                                widest * 100));
    }

    private List<String> notices(
            Baselines.Found found, Environment environment, List<VerdictRow> rows) {
        List<String> notices = new ArrayList<>();
        switch (found) {
            case Baselines.Found.None() ->
                    notices.add(
                            "No baseline yet for environment %s, so no speed was judged%s"
                                    .formatted(
                                            environment.id().shortForm(),
                                            rows.stream().anyMatch(VerdictRow::acceptable)
                                                    ? ": accept this run with `"
                                                            + acceptCommand
                                                            + "`"
                                                    : ""));
            case Baselines.Found.OnlyForOthers(List<String> differences) ->
                    differences.forEach(
                            it -> notices.add("A baseline exists for another environment, " + it));
            case Baselines.Found.OtherContext(List<String> differences) ->
                    differences.forEach(it ->
                            notices.add(
                                    "The baseline is of another context, %s: accept a run"
                                                    .formatted(it)
                                            + " of this one, or name what is compared with"
                                            + " --subject"));
            case Baselines.Found.Baseline _ -> {}
        }
        return notices;
    }

    /// A baseline for other environments only is refused, unless the command line itself is wrong.
    private static RunVerdict withRefusal(
            RunVerdict verdict, Baselines.Found found, boolean casesRefused) {
        return found instanceof Baselines.Found.OnlyForOthers
                        || found instanceof Baselines.Found.OtherContext
                        || casesRefused
                ? new RunVerdict(
                        verdict.schema(),
                        Exit.REFUSED,
                        "Speed not judged, the baseline is of another environment; "
                                + verdict.sentence(),
                        verdict.notices())
                : verdict;
    }
}
