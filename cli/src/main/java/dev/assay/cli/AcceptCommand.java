package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.run.CaseSummaries;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.Environment;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome.Measured;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.Acceptance;
import dev.assay.core.verdict.BaselineRow;
import dev.assay.core.verdict.Baselines;
import dev.assay.core.verdict.CaseFields;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.VerdictFiles;
import dev.assay.core.verdict.VerdictRow;
import dev.assay.core.verdict.VerdictRow.CaseState;
import dev.assay.reports.text.Numbers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Moves the baseline; the only thing that does.
@Command(
        name = "accept",
        description = "Make a run's speeds the baseline of this environment.",
        mixinStandardHelpOptions = true)
final class AcceptCommand implements Callable<Integer> {
    @Mixin private RunArgument argument = new RunArgument();
    @Mixin private StageOptions options = new StageOptions();
    @Mixin private BaselineOptions baselines = new BaselineOptions();

    @Option(names = "--reason", required = true, description = "why; kept in accept.jsonl")
    private String reason = "";

    @Override
    public Integer call() {
        if (reason.isBlank()) {
            throw AssayException.config(
                    "--reason is empty: say why these speeds are right; it is kept with them");
        }
        RunDirectory run = argument.open(options.home());
        Environment environment =
                run.environment()
                        .orElseThrow(() -> AssayException.data(run.root() + " has no environment"));
        Map<CaseId, CaseSummary> summaries = CaseSummaries.of(run);
        List<BaselineRow> rows = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (VerdictRow verdict : new VerdictFiles(run).rows()) {
            CaseSummary summary = summaries.get(verdict.caseId());
            if (summary != null && verdict.acceptable()) {
                rows.add(row(run, summary));
            } else if (verdict.state() != CaseState.SKIPPED) {
                leftOut.add("Left out: " + verdict.caseId() + ", " + whyNot(verdict));
            }
        }
        if (rows.isEmpty()) {
            throw AssayException.config(
                    run.root() + " has no case that is measured, checked and valid");
        }
        Acceptance acceptance =
                new Acceptance(
                        Acceptance.SCHEMA,
                        Instant.now(),
                        System.getProperty("user.name", "unknown"),
                        runId(run),
                        rows.size(),
                        reason);
        new Baselines(baselines.folder()).accept(environment, rows, acceptance);
        Console.out()
                .printf(
                        "Accepted %s of %s for environment %s%n",
                        Numbers.count(rows.size(), "case"),
                        runId(run),
                        environment.id().shortForm());
        leftOut.forEach(Console.out()::println);
        return Exit.CLEAN;
    }

    private static String whyNot(VerdictRow verdict) {
        if (verdict.state() != CaseState.MEASURED) {
            return verdict.state().toString();
        }
        return switch (verdict.accuracy()) {
            case FAILED -> "its outputs are wrong";
            case UNCHECKED, ABSENT -> "nobody checked its outputs";
            case PASSED -> "its times do not stand";
        };
    }

    private static BaselineRow row(RunDirectory run, CaseSummary summary) {
        return new BaselineRow(
                BaselineRow.SCHEMA,
                summary.caseId(),
                summary.boundary(),
                runId(run),
                summary.forkMedianSeconds(),
                engine(run, summary.caseId()).artefactSha256(),
                Optional.of(CaseFields.of(engine(run, summary.caseId()))));
    }

    private static EngineIdentity engine(RunDirectory run, CaseId caseId) {
        for (MeasurementRow row : run.measurements()) {
            if (row.caseId().equals(caseId) && row.outcome() instanceof Measured(var measurement)) {
                return measurement.engine();
            }
        }
        throw AssayException.data(run.root() + " has no measurement of " + caseId);
    }

    private static String runId(RunDirectory run) {
        return run.info().orElseThrow().id();
    }
}
