package dev.assay.core.verdict;

import dev.assay.core.AssayException;
import dev.assay.core.history.CommonMode;
import dev.assay.core.history.Epoch;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Adds a judged run to the history of its environment: cases with right outputs and steady times.
public final class SessionRecorder {
    private final Path baselines;

    /// @param baselines the folder of all environments
    public SessionRecorder(Path baselines) {
        this.baselines = baselines;
    }

    /// Keeps the session; a session that is there already stays as it is.
    ///
    /// @param sameSession whether the run compared two subjects, and so can tell code from machine:
    ///   then an event of the machine opens an epoch
    /// @return that the machine itself seems to have changed, in a sentence
    public Optional<String> record(RunDirectory run, boolean sameSession) {
        RunInfo info = run.info().orElseThrow();
        Environment environment =
                run.environment()
                        .orElseThrow(
                                () -> AssayException.data(run.root() + " has no environment.json"));
        History history = History.of(baselines, environment);
        List<HistoryRow> rows = rows(run, info, History.contextOf(environment));
        Optional<String> event = CommonMode.find(history.before(info.started()), rows);
        history.record(info.id(), info.started(), environment, rows);
        if (sameSession && event.isPresent()) {
            history.mark(
                    new Epoch(
                            Epoch.SCHEMA,
                            info.started(),
                            info.id(),
                            History.contextOf(environment),
                            List.of("ENVIRONMENT_EVENT: " + event.get())));
        }
        return event.map(it ->
                sameSession
                        ? "ENVIRONMENT_EVENT: %s, and not between a and b: a new epoch begins"
                                .formatted(it)
                        : "%s: that looks like the machine; `assay ab` can tell".formatted(it));
    }

    private static List<HistoryRow> rows(RunDirectory run, RunInfo info, String context) {
        Map<CaseId, CaseSummary> summaries = CaseSummaries.of(run);
        List<HistoryRow> rows = new ArrayList<>();
        for (VerdictRow verdict : new VerdictFiles(run).rows()) {
            CaseSummary summary = summaries.get(verdict.caseId());
            if (summary != null && verdict.acceptable() && summary.invalidReasons().isEmpty()) {
                rows.add(
                        new HistoryRow(
                                HistoryRow.SCHEMA,
                                verdict.caseId(),
                                summary.boundary(),
                                info.id(),
                                info.started(),
                                context,
                                summary.forkMedianSeconds(),
                                engine(run, verdict.caseId()),
                                summary.forkArtefacts().getFirst()));
            }
        }
        return rows;
    }

    private static String engine(RunDirectory run, CaseId caseId) {
        for (MeasurementRow row : run.measurements()) {
            if (row.caseId().equals(caseId)
                    && row.outcome() instanceof Outcome.Measured(Measurement measurement)) {
                return measurement.engine().library() + " " + measurement.engine().version();
            }
        }
        return "";
    }
}
