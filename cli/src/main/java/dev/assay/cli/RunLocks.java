package dev.assay.cli;

import dev.assay.core.device.DeviceFacts;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The locks that a run holds: one for the CPU where it times engines there, one for its GPU.
///
/// They are always taken in this order, so that two runs cannot wait for each other.
final class RunLocks implements AutoCloseable {
    private final List<RunLock> held;

    private RunLocks(List<RunLock> held) {
        this.held = held;
    }

    /// Says on stderr who holds a lock, where someone does.
    static RunLocks forRun(
            AssayHome home, Path run, List<BenchmarkCase> cases, Optional<DeviceFacts> device) {
        EngineCatalog catalog = EngineCatalog.standard();
        boolean onCpu =
                device.isEmpty()
                        || cases.stream()
                                .filter(it -> it.skipped().isEmpty())
                                .anyMatch(
                                        it -> catalog.get(it.engine().id()).device() != Device.GPU);
        String holder = "process %s, run %s".formatted(ProcessHandle.current().pid(), run);
        List<RunLock> locks = new ArrayList<>();
        if (onCpu) {
            locks.add(RunLock.acquire(home.locks(), "cpu", holder, Console.err()::println));
        }
        device.ifPresent(it ->
                locks.add(
                        RunLock.acquire(home.locks(), it.uuid(), holder, Console.err()::println)));
        return new RunLocks(locks);
    }

    @Override
    public void close() {
        held.reversed().forEach(RunLock::close);
    }
}
