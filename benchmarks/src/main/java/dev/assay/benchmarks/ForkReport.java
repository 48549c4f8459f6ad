package dev.assay.benchmarks;

import dev.assay.core.device.DeviceMemory;
import dev.assay.core.run.Flow;
import dev.assay.core.run.HostEvidence;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.run.Timing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the measuring JVM itself writes when it is done; JMH's score and the device's sensors are
/// added by its host.
///
/// @param facts of the timed loop, for the record
/// @param window when the samples were taken
/// @param process that took them
record ForkReport(
        List<Timing> timings,
        Flow flow,
        Map<String, String> facts,
        List<OutputDigest> outputs,
        HostEvidence host,
        Optional<DeviceMemory> memory,
        Window window,
        long process) {
    static final String FILE = "fork.json";

    ForkReport {
        timings = List.copyOf(timings);
        facts = Map.copyOf(facts);
        outputs = List.copyOf(outputs);
    }

    /// A span of {@link System#nanoTime}, which all processes of a host share.
    record Window(long fromNanos, long toNanos) {
        double seconds() {
            return (toNanos - fromNanos) / 1e9;
        }
    }
}
