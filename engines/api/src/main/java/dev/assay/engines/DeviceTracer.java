package dev.assay.engines;

import dev.assay.core.kernels.ActivityTrace;
import java.util.Optional;
import java.util.ServiceLoader;

/// Notes what runs on a GPU. Found with {@link ServiceLoader}; an engine without a device has none
/// on its class path.
///
/// It costs time, so it is used in processes whose times are no measurement.
public interface DeviceTracer {
    /// Gets ready, before the process uses the GPU.
    ///
    /// @throws dev.assay.core.AssayException of kind `ENVIRONMENT` if its library is not there
    void open();

    /// Now, on the clock of the traces.
    long nanos();

    /// Begins to note.
    ///
    /// @param host whether the host's calls and named ranges are noted too, which costs more
    void start(boolean host);

    /// Ends and gives what was noted since {@link #start}.
    ActivityTrace stop();

    /// The tracer on this process's class path, if any.
    static Optional<DeviceTracer> find() {
        return ServiceLoader.load(DeviceTracer.class).findFirst();
    }
}
