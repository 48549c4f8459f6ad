package dev.assay.engines;

import java.util.Optional;
import java.util.ServiceLoader;

/// Tells a profiler around this process when to look. Found with {@link ServiceLoader}; an engine
/// without a device has none on its class path.
public interface CaptureRange {
    /// From now on, where a profiler waits for it; else nothing happens.
    ///
    /// @throws dev.assay.core.AssayException of kind `ENVIRONMENT` if the driver refuses
    void start();

    /// Until now.
    void stop();

    /// The one on this process's class path, if any.
    static Optional<CaptureRange> find() {
        return ServiceLoader.load(CaptureRange.class).findFirst();
    }
}
