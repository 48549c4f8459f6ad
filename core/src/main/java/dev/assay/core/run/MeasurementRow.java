package dev.assay.core.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.suite.CaseId;

/// A line of `measurements.jsonl`: one fork of one case.
///
/// @param fork 0-based; a skipped or failed case has one row
@JsonPropertyOrder({"schema", "case", "fork", "outcome"})
public record MeasurementRow(
        String schema, @JsonProperty("case") CaseId caseId, int fork, Outcome outcome) {
    public static final String SCHEMA = "assay.measurement/1";

    public MeasurementRow(CaseId caseId, int fork, Outcome outcome) {
        this(SCHEMA, caseId, fork, outcome);
    }
}
