package dev.assay.core.verdict;

import dev.assay.core.format.JsonLines;
import dev.assay.core.run.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the compare stage leaves in a run directory: `verdicts.jsonl` and `verdict.json`.
public record VerdictFiles(RunDirectory run) {
    private static final String RUN_VERDICT = "verdict.json";

    /// One row for each case; empty before the compare stage has run.
    public List<VerdictRow> rows() {
        return JsonLines.read(rowsFile(), VerdictRow.SCHEMA, VerdictRow.class);
    }

    /// The verdict on the whole run; absent before the compare stage has run.
    public Optional<RunVerdict> verdict() {
        return run.read(RUN_VERDICT, RunVerdict.SCHEMA, RunVerdict.class);
    }

    public void write(List<VerdictRow> rows, RunVerdict verdict) {
        JsonLines.write(rowsFile(), rows);
        run.write(RUN_VERDICT, verdict);
    }

    private Path rowsFile() {
        return run.root().resolve("verdicts.jsonl");
    }
}
