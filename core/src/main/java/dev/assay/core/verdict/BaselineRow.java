package dev.assay.core.verdict;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import java.util.List;

/// A line of a baseline: the accepted speed of one case.
///
/// @param boundary of the times
/// @param run id of the run it was measured in
/// @param forkMedianSeconds by fork
/// @param artefactSha256 of the engine that was measured
@JsonPropertyOrder({"schema", "case"})
public record BaselineRow(
        String schema,
        @JsonProperty("case") CaseId caseId,
        MeasurementBoundary boundary,
        String run,
        List<Double> forkMedianSeconds,
        String artefactSha256) {
    public static final String SCHEMA = "assay.baseline/1";

    public BaselineRow {
        forkMedianSeconds = List.copyOf(forkMedianSeconds);
    }
}
