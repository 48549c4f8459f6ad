package dev.assay.core.noise;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import java.time.Instant;

/// A line of `calibration.jsonl`: what a case shows when it is compared with itself.
///
/// @param deviation between forks of one side, of logarithms of seconds: about their coefficient of
///   variation
/// @param degreesOfFreedom that it was estimated with
/// @param change of the second side against the first, which is the same
/// @param floor relative change that the spread of the forks does not explain: the size of the
///   change where its 90 % interval leaves 0 out, else 0
/// @param forks a side
/// @param smallestVisible slowdown that one test sees nine times in ten with so many forks
@JsonPropertyOrder({"schema", "case"})
public record CalibrationRow(
        String schema,
        @JsonProperty("case") CaseId caseId,
        MeasurementBoundary boundary,
        String run,
        Instant when,
        double deviation,
        int degreesOfFreedom,
        double change,
        double floor,
        int forks,
        double smallestVisible) {
    public static final String SCHEMA = "assay.calibration/1";
}
