package dev.assay.engines;

import dev.assay.core.device.DeviceMemory;
import java.util.Optional;

/// A loaded network. One owner; closed after its sessions.
public interface Engine extends AutoCloseable {
    /// A session for one thread.
    Session openSession();

    /// Device memory taken so far; empty for engines without a device.
    default Optional<DeviceMemory> memory() {
        return Optional.empty();
    }

    @Override
    void close();
}
