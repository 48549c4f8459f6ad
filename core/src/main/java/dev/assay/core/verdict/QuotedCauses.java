package dev.assay.core.verdict;

import dev.assay.core.enginediff.EngineCause;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Puts beside a changed speed what changed in the engine, where the accepted run still lies beside
/// this one and both know their engines' layers.
///
/// @param run whose speeds were compared
/// @param acceptedRuns by case, the run that its accepted speed is of
record QuotedCauses(RunDirectory run, Map<CaseId, String> acceptedRuns) {
    static QuotedCauses of(RunDirectory run, List<BaselineRow> rows) {
        Map<CaseId, String> runs = new TreeMap<>();
        rows.forEach(row -> runs.put(row.caseId(), row.run()));
        return new QuotedCauses(run, runs);
    }

    List<VerdictRow> quotedIn(List<VerdictRow> rows) {
        return rows.stream().map(this::quotedIn).toList();
    }

    private VerdictRow quotedIn(VerdictRow row) {
        return row.speed()
                .filter(QuotedCauses::changed)
                .flatMap(speed -> cause(row.caseId()).map(cause -> quoting(speed, cause)))
                .map(speed ->
                        new VerdictRow(
                                row.schema(),
                                row.caseId(),
                                row.state(),
                                row.stateReason(),
                                row.accuracy(),
                                row.accuracyDetail(),
                                Optional.of(speed)))
                .orElse(row);
    }

    private static SpeedVerdict quoting(SpeedVerdict speed, String cause) {
        return new SpeedVerdict(
                speed.verdict(),
                speed.reason(),
                speed.detail() + "; in the engine, " + cause,
                speed.change(),
                speed.low(),
                speed.high());
    }

    /// Whether the interval leaves no doubt that there is a change.
    private static boolean changed(SpeedVerdict speed) {
        return speed.verdict() != Verdict.UNCHANGED
                && (speed.low().orElse(0) > 0 || speed.high().orElse(0) < 0);
    }

    private Optional<String> cause(CaseId caseId) {
        return Optional.ofNullable(acceptedRuns.get(caseId))
                .map(id -> run.root().toAbsolutePath().resolveSibling(Path.of(id).getFileName()))
                .filter(folder ->
                        Files.isDirectory(folder) && !folder.equals(run.root().toAbsolutePath()))
                .flatMap(folder ->
                        EngineCause.between(new RunDirectory(folder), caseId, run, caseId));
    }
}
