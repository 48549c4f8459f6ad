package dev.assay.cli;

import dev.assay.core.device.DeviceFacts;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.engines.EngineRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where a command's cases run: how processes are started, and on which GPU if any needs one.
///
/// @param runtime shows GPU engines the chosen GPU alone
record EngineHost(EngineRuntime runtime, Optional<DeviceFacts> device) {
    /// Waits for the locks of the cases' devices, then sees to it that nobody else uses the GPU.
    ///
    /// @param run what others who wait are told
    RunLocks lock(AssayHome home, Path run, List<BenchmarkCase> cases, EngineOptions options) {
        RunLocks locks = RunLocks.forRun(home, run, cases, device);
        try {
            options.requireIdle(runtime, device, home.cache());
            return locks;
        } catch (RuntimeException e) {
            locks.close();
            throw e;
        }
    }
}
