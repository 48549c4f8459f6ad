package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.device.DeviceFacts;
import dev.assay.core.process.Worker;
import java.io.IOException;
import java.util.List;

/// Lists the GPUs of this host in a process of its own.
public final class DevicesWorker {
    private DevicesWorker() {}

    /// Nothing has to be said to it.
    public record Job() {}

    public record Answer(List<DeviceFacts> devices) {
        public Answer {
            devices = List.copyOf(devices);
        }
    }

    public static void main(String[] args) throws IOException {
        Worker.main(
                args,
                Job.class,
                job ->
                        new Answer(
                                DeviceMonitor.find()
                                        .orElseThrow(() ->
                                                new AssayException(
                                                        ErrorKind.ENVIRONMENT,
                                                        "This engine has no device monitor"))
                                        .devices()));
    }
}
