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
import java.util.function.Function;

/// Puts beside a changed speed what changed in the engine, where both runs know their engines'
/// layers.
///
/// @param run whose speeds were compared
/// @param before by case, the run that they were compared with, as far as it is still there
public record QuotedCauses(RunDirectory run, Function<CaseId, Optional<RunDirectory>> before) {
    /// Against accepted speeds, whose runs may lie beside this one.
    static QuotedCauses of(RunDirectory run, List<BaselineRow> rows) {
        Map<CaseId, String> runs = new TreeMap<>();
        rows.forEach(row -> runs.put(row.caseId(), row.run()));
        Path own = run.root().toAbsolutePath();
        return new QuotedCauses(
                run,
                caseId ->
                        Optional.ofNullable(runs.get(caseId))
                                .map(id -> own.resolveSibling(Path.of(id).getFileName()))
                                .filter(folder -> Files.isDirectory(folder) && !folder.equals(own))
                                .map(RunDirectory::new));
    }

    /// Against the other subject of a session.
    public static QuotedCauses against(RunDirectory reference, RunDirectory run) {
        return new QuotedCauses(run, caseId -> Optional.of(reference));
    }

    /// The rows, those of a changed speed with its cause.
    public List<VerdictRow> quotedIn(List<VerdictRow> rows) {
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
        return speed.as(
                speed.verdict(), speed.reason(), speed.detail() + "; in the engine, " + cause);
    }

    /// Whether the interval leaves no doubt that there is a change.
    private static boolean changed(SpeedVerdict speed) {
        return speed.verdict() != Verdict.UNCHANGED
                && (speed.low().orElse(0) > 0 || speed.high().orElse(0) < 0);
    }

    private Optional<String> cause(CaseId caseId) {
        return before.apply(caseId).flatMap(it -> EngineCause.between(it, caseId, run, caseId));
    }
}
