package dev.assay.benchmarks;

import dev.assay.core.suite.Effort;
import dev.assay.engines.EngineRuntime;
import java.util.Optional;

/// How the bench stage runs.
///
/// @param sharedDevice whether other processes may use the GPU meanwhile
/// @param slowdown share of its own time by which every query is really slowed down, see {@link
///   ForkJob}; 0 but in rehearsals
/// @param pace of every fork; absent for the effort's own
/// @param jobs engines that are prepared at a time; forks are measured one at a time
public record BenchSettings(
        Effort effort,
        EngineRuntime runtime,
        boolean sharedDevice,
        double slowdown,
        Optional<Pace> pace,
        int jobs) {
    public BenchSettings(
            Effort effort, EngineRuntime runtime, boolean sharedDevice, double slowdown) {
        this(effort, runtime, sharedDevice, slowdown, Optional.empty(), 1);
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
