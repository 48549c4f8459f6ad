package dev.assay.benchmarks;

import dev.assay.core.suite.Effort;
import dev.assay.engines.EngineRuntime;
import java.util.Optional;

/// How the bench stage runs.
///
/// @param sharedDevice whether other processes may use the GPU meanwhile
/// @param pace of every fork; absent for the effort's own
public record BenchSettings(
        Effort effort, EngineRuntime runtime, boolean sharedDevice, Optional<Pace> pace) {
    public BenchSettings(Effort effort, EngineRuntime runtime, boolean sharedDevice) {
        this(effort, runtime, sharedDevice, Optional.empty());
    }

    double warmUpSeconds() {
        return pace.map(Pace::warmUpSeconds).orElseGet(effort::warmUpSeconds);
    }

    /// @param querySeconds what one query takes, as far as it is known
    double measureSeconds(double querySeconds) {
        return pace.map(it -> it.measureSeconds(querySeconds))
                .orElseGet(() -> effort.measureSeconds(querySeconds));
    }
}
