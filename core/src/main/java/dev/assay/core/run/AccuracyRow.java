package dev.assay.core.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.suite.CaseId;

/// A line of `accuracy.jsonl`: one case.
@JsonPropertyOrder({"schema", "case", "outcome"})
public record AccuracyRow(
        String schema, @JsonProperty("case") CaseId caseId, AccuracyOutcome outcome) {
    public static final String SCHEMA = "assay.accuracy/1";

    public AccuracyRow(CaseId caseId, AccuracyOutcome outcome) {
        this(SCHEMA, caseId, outcome);
    }
}
