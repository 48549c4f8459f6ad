package dev.assay.core.run;

import java.util.List;

/// One fork's measurement of one case at one boundary.
///
/// @param boundary what is inside the times
/// @param engine which engine really ran
/// @param samples the times of single queries
/// @param jmhScoreSeconds JMH's own average time of a query, as a cross-check
/// @param stopReason which condition ended the measurement
/// @param outputs digests of the last query's outputs
public record Measurement(
        MeasurementBoundary boundary,
        EngineIdentity engine,
        SampleSummary samples,
        WarmUp warmUp,
        double jmhScoreSeconds,
        String stopReason,
        List<OutputDigest> outputs,
        HostEvidence host,
        Validity validity) {
    public Measurement {
        outputs = List.copyOf(outputs);
    }
}
