package dev.assay.core.run;

import dev.assay.core.AssayException;
import dev.assay.core.device.DeviceEvidence;
import java.util.List;
import java.util.Optional;

/// One fork's measurement of one case.
///
/// @param engine which engine really ran
/// @param timings by boundary, the one that headlines and baselines use first
/// @param flow what the throughput is computed from
/// @param jmhScoreSeconds JMH's own average time of a query on the host, as a cross-check
/// @param stopReason which condition ended the measurement
/// @param outputs digests of the last query's outputs
/// @param device what the device did meanwhile; absent for engines without one
/// @param notes what a reader should know and what does not invalidate the number
public record Measurement(
        EngineIdentity engine,
        List<Timing> timings,
        Flow flow,
        double jmhScoreSeconds,
        String stopReason,
        List<OutputDigest> outputs,
        HostEvidence host,
        Optional<DeviceEvidence> device,
        Validity validity,
        List<String> notes) {
    public Measurement {
        timings = List.copyOf(timings);
        outputs = List.copyOf(outputs);
        notes = List.copyOf(notes);
        if (timings.isEmpty()) {
            throw AssayException.data("A measurement without a single timing");
        }
    }

    /// The timing that headlines and baselines use.
    public Timing primary() {
        return timings.getFirst();
    }

    public Optional<Timing> at(MeasurementBoundary boundary) {
        return timings.stream().filter(timing -> timing.boundary() == boundary).findFirst();
    }
}
