package dev.assay.core.comparison;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.format.JsonLines;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.nio.file.Path;
import java.util.List;

/// A line of `turns.jsonl`: one fork of each subject, one right after the other.
///
/// @param fork number on both sides
/// @param first which subject went first
/// @param rerun whether it stands in for an invalid fork
@JsonPropertyOrder({"schema", "case"})
public record Turn(
        String schema,
        @JsonProperty("case") CaseId caseId,
        int fork,
        Stage stage,
        Side first,
        boolean rerun) {
    public static final String SCHEMA = "assay.turn/1";

    /// What forks are for.
    public enum Stage {
        /// Few forks of every case: which of them must be looked at again?
        SCREEN,
        /// The forks that decide.
        CONFIRM
    }

    public enum Side {
        A,
        B;

        public Side other() {
            return this == A ? B : A;
        }
    }

    public static List<Turn> of(RunDirectory run) {
        return JsonLines.read(file(run), SCHEMA, Turn.class);
    }

    public void append(RunDirectory run) {
        JsonLines.append(file(run), this);
    }

    private static Path file(RunDirectory run) {
        return run.root().resolve("turns.jsonl");
    }
}
