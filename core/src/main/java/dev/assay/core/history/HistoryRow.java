package dev.assay.core.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import java.time.Instant;
import java.util.List;

/// A line of a history file: one case in one session.
///
/// @param when the session began
/// @param context hash of the environment's context fields: sessions of one context are one epoch
/// @param forkMedianSeconds by fork
/// @param engine library and version
@JsonPropertyOrder({"schema", "case"})
public record HistoryRow(
        String schema,
        @JsonProperty("case") CaseId caseId,
        MeasurementBoundary boundary,
        String run,
        Instant when,
        String context,
        List<Double> forkMedianSeconds,
        String engine,
        String artefactSha256) {
    public static final String SCHEMA = "assay.history/1";

    public HistoryRow {
        forkMedianSeconds = List.copyOf(forkMedianSeconds);
    }

    /// Mean of the logarithms of the forks' medians: what a session says of a case.
    public double level() {
        return forkMedianSeconds.stream().mapToDouble(Math::log).average().orElseThrow();
    }
}
