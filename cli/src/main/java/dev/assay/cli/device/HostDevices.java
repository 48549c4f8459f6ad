package dev.assay.cli.device;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.device.DeviceFacts;
import dev.assay.core.device.DeviceProcess;
import dev.assay.core.process.Reply;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.engines.DevicesWorker;
import dev.assay.engines.EngineRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The GPUs that the driver shows.
///
/// @param devices in PCI bus order
/// @param problem why they could not be listed, if they could not
public record HostDevices(List<DeviceFacts> devices, Optional<String> problem) {
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

    public HostDevices {
        devices = List.copyOf(devices);
    }

    /// A folder for {@link #find}, of this process alone: several may ask at one time.
    public static Path folder(Path cache) {
        return cache.resolve("devices").resolve(Long.toString(ProcessHandle.current().pid()));
    }

    /// Asks the driver, in a process of its own.
    ///
    /// @param folder for that process
    public static HostDevices find(EngineRuntime runtime, Path folder) {
        if (!Files.exists(DRIVER)) {
            return none("there is no NVIDIA driver: " + DRIVER + " does not exist");
        }
        Optional<String> engine =
                runtime.catalog().engines().stream()
                        .filter(it -> it.device() == Device.GPU)
                        .map(EngineDescriptor::id)
                        .filter(id -> runtime.missing(id).isEmpty())
                        .findFirst();
        if (engine.isEmpty()) {
            return none("no GPU engine is installed");
        }
        Reply<DevicesWorker.Answer> reply =
                runtime.comparing(engine.get(), folder)
                        .run(
                                DevicesWorker.class,
                                new DevicesWorker.Job(),
                                DevicesWorker.Answer.class);
        return switch (reply) {
            case Reply.Done<DevicesWorker.Answer>(DevicesWorker.Answer answer) ->
                    new HostDevices(answer.devices(), Optional.empty());
            case Reply.Broken<DevicesWorker.Answer>(var error, String reason) -> none(reason);
        };
    }

    private static HostDevices none(String problem) {
        return new HostDevices(List.of(), Optional.of(problem));
    }

    /// The GPU that a person chose by index or by the beginning of its UUID.
    ///
    /// @throws AssayException if there is no such GPU
    public DeviceFacts choose(String wanted) {
        return devices.stream()
                .filter(it ->
                        wanted.equals(Integer.toString(it.index()))
                                || (wanted.startsWith("GPU-") && it.uuid().startsWith(wanted)))
                .findFirst()
                .orElseThrow(() ->
                        AssayException.config(
                                "There is no GPU %s here; there is %s"
                                        .formatted(wanted, describe())));
    }

    private String describe() {
        return devices.isEmpty()
                ? "none (" + problem.orElse("the driver shows none") + ")"
                : devices.stream()
                        .map(it -> "%d (%s, %s)".formatted(it.index(), it.name(), it.uuid()))
                        .collect(Collectors.joining(", "));
    }

    /// @throws AssayException if another process uses the GPU
    public static void requireIdle(DeviceFacts device) {
        if (!device.processes().isEmpty()) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "GPU %d (%s) is in use: %s. Wait for them, choose another with --device, or go"
                                    .formatted(
                                            device.index(),
                                            device.name(),
                                            device.processes().stream()
                                                    .map(DeviceProcess::toString)
                                                    .collect(Collectors.joining(", ")))
                            + " on with --allow-shared");
        }
    }
}
