package dev.assay.core.run;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.assay.core.format.Json;
import dev.assay.core.suite.CaseId;
import java.util.List;

/// A line of `accuracy.jsonl`: one case.
///
/// @param consistency how the engine agrees with itself; with or without a reference
@JsonPropertyOrder({"schema", "case", "outcome", "consistency"})
public record AccuracyRow(
        String schema,
        @JsonProperty("case") CaseId caseId,
        AccuracyOutcome outcome,
        @JacksonInject(value = Json.EMPTY_LIST, useInput = OptBoolean.TRUE)
                List<ConsistencyResult> consistency) {
    public static final String SCHEMA = "assay.accuracy/1";

    public AccuracyRow {
        consistency = List.copyOf(consistency);
    }

    public AccuracyRow(
            CaseId caseId, AccuracyOutcome outcome, List<ConsistencyResult> consistency) {
        this(SCHEMA, caseId, outcome, consistency);
    }

    public AccuracyRow(CaseId caseId, AccuracyOutcome outcome) {
        this(SCHEMA, caseId, outcome, List.of());
    }
}
