package dev.assay.engines;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.DeviceFacts;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// Reads a GPU's own sensors. Found with {@link ServiceLoader}; an engine without a device has none
/// on its class path.
///
/// Runs in another process than the timed one, so that its calls cost the measurement nothing.
public interface DeviceMonitor {
    /// Every GPU that the driver shows, whatever `CUDA_VISIBLE_DEVICES` says.
    ///
    /// @throws dev.assay.core.AssayException of kind `ENVIRONMENT` if there is no working driver
    List<DeviceFacts> devices();

    /// Begins to read the sensors of the GPU that this process's CUDA device 0 is.
    Recording start();

    /// Readings under way.
    interface Recording extends AutoCloseable {
        /// Sums up the readings of a window of time.
        ///
        /// @param fromNanos of {@link System#nanoTime} in any process of this host
        /// @param toNanos likewise
        /// @param queries that were run in the window
        /// @param measured process whose memory is not another's
        DeviceEvidence between(long fromNanos, long toNanos, long queries, long measured);

        @Override
        void close();
    }

    /// The monitor on this process's class path, if any.
    static Optional<DeviceMonitor> find() {
        return ServiceLoader.load(DeviceMonitor.class).findFirst();
    }
}
