package dev.assay.core.verdict;

import dev.assay.core.AssayException;
import dev.assay.core.run.CaseSummaries;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.Environment;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Effort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Decides about a run from its files and writes `verdicts.jsonl` and `verdict.json`.
public final class CompareStage {
    private static final double QUIET_SPREAD = 0.10;

    private final RunDirectory run;
    private final Baselines baselines;
    private final String acceptCommand;

    /// @param acceptCommand how a person accepts this run, for the notice that there is no baseline
    public CompareStage(RunDirectory run, Baselines baselines, String acceptCommand) {
        this.run = run;
        this.baselines = baselines;
        this.acceptCommand = acceptCommand;
    }

    /// @param cases that the run's suite asks for
    public RunVerdict decide(List<CaseId> cases) {
        Environment environment =
                run.environment()
                        .orElseThrow(
                                () -> AssayException.data(run.root() + " has no environment.json"));
        Baselines.Found found = baselines.find(environment);
        Optional<BaselineComparison> comparison =
                found instanceof Baselines.Found.Baseline(List<BaselineRow> rows)
                        ? Optional.of(new StoredBaseline(rows))
                        : Optional.empty();
        Map<CaseId, CaseSummary> summaries = CaseSummaries.of(run);
        List<VerdictRow> rows =
                causes(found)
                        .quotedIn(
                                new Comparator(plannedForks(), comparison)
                                        .compare(
                                                cases,
                                                run.measurements(),
                                                summaries,
                                                run.accuracy()));
        List<String> notices = notices(found, environment, rows);
        spreadNotice(summaries.values()).ifPresent(notices::add);
        RunVerdict verdict =
                withRefusal(RunJudge.judge(rows, comparison.isPresent(), notices), found);
        new VerdictFiles(run).write(rows, verdict);
        return verdict;
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
                        .map(CaseSummary::forkSpread)
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
            case Baselines.Found.Baseline _ -> {}
        }
        return notices;
    }

    /// A baseline for other environments only is refused, unless the command line itself is wrong.
    private static RunVerdict withRefusal(RunVerdict verdict, Baselines.Found found) {
        return found instanceof Baselines.Found.OnlyForOthers
                ? new RunVerdict(
                        verdict.schema(),
                        Exit.REFUSED,
                        "Speed not judged, the baseline is of another environment; "
                                + verdict.sentence(),
                        verdict.notices())
                : verdict;
    }
}
