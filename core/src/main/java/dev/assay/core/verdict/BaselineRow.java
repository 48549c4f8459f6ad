package dev.assay.core.verdict;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.assay.core.format.Json;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A line of a baseline: the accepted speed of one case.
///
/// @param boundary of the times
/// @param run id of the run it was measured in
/// @param forkMedianSeconds by fork
/// @param artefactSha256 of the engine that was measured
/// @param fields that another session must agree in, see {@link CaseFields}
@JsonPropertyOrder({"schema", "case"})
public record BaselineRow(
        String schema,
        @JsonProperty("case") CaseId caseId,
        MeasurementBoundary boundary,
        String run,
        List<Double> forkMedianSeconds,
        String artefactSha256,
        @JsonInclude(JsonInclude.Include.NON_ABSENT)
                @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
                Optional<Map<String, String>> fields) {
    public static final String SCHEMA = "assay.baseline/1";

    public BaselineRow {
        forkMedianSeconds = List.copyOf(forkMedianSeconds);
        fields = fields.map(TreeMap::new);
    }

    public BaselineRow(
            String schema,
            CaseId caseId,
            MeasurementBoundary boundary,
            String run,
            List<Double> forkMedianSeconds,
            String artefactSha256) {
        this(schema, caseId, boundary, run, forkMedianSeconds, artefactSha256, Optional.empty());
    }
}
