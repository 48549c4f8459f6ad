package dev.assay.core.verdict;

import dev.assay.core.AssayException;
import dev.assay.core.run.CaseSummaries;
import dev.assay.core.run.Environment;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides about a run from its files and writes `verdicts.jsonl` and `verdict.json`.
public final class CompareStage {
    private final RunDirectory run;
    private final Baselines baselines;

    public CompareStage(RunDirectory run, Baselines baselines) {
        this.run = run;
        this.baselines = baselines;
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
        List<VerdictRow> rows =
                new Comparator(comparison)
                        .compare(cases, run.measurements(), CaseSummaries.of(run), run.accuracy());
        RunVerdict verdict =
                withRefusal(
                        RunJudge.judge(rows, comparison.isPresent(), notices(found, environment)),
                        found);
        new VerdictFiles(run).write(rows, verdict);
        return verdict;
    }

    private List<String> notices(Baselines.Found found, Environment environment) {
        List<String> notices = new ArrayList<>();
        switch (found) {
            case Baselines.Found.None() ->
                    notices.add(
                            "No baseline yet for environment %s, so no speed was judged: accept this run with `./run-all.sh accept --run %s --reason \"first baseline\"`"
                                    .formatted(
                                            environment.id().shortForm(),
                                            Optional.ofNullable(run.root().getFileName())
                                                    .map(name -> "runs/" + name)
                                                    .orElse("runs/latest")));
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
                        verdict.schema(), Exit.REFUSED, verdict.sentence(), verdict.notices())
                : verdict;
    }
}
