package dev.assay.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.assay.cli.device.HostDevices;
import dev.assay.core.AssayException;
import dev.assay.core.device.DeviceFacts;
import dev.assay.core.process.ChildProcess;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.tensorrt.HostTensorRt;
import dev.assay.engines.EngineRuntime;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Options of the commands that run engines.
final class EngineOptions {
    /// Of the host's memory, for a build without a limit of its own: the rest keeps it responsive.
    private static final double BUILD_SHARE = 0.8;

    private static final int GIBI_SHIFT = 30;

    private static final Path INSTALLED = Path.of("installed");

    @Option(
            names = "--device",
            paramLabel = "N|UUID",
            description =
                    "GPU to use, by PCI order or UUID; default: the first of"
                            + " CUDA_VISIBLE_DEVICES, else 0")
    private Optional<String> device = Optional.empty();

    @Option(names = "--allow-shared", description = "measure on a GPU that others use, too")
    private boolean allowShared;

    @Option(
            names = "--tensorrt",
            paramLabel = "DIR",
            description =
                    "load TensorRT's libraries from here instead of the installed ones;"
                            + " 'installed' for those in one of NVIDIA's containers, too")
    private Optional<Path> tensorRt = Optional.empty();

    private boolean saidContainer;

    @Option(
            names = "--build-timeout",
            paramLabel = "SECONDS",
            description = "limit of building one engine; default: ${DEFAULT-VALUE}",
            defaultValue = "3600")
    private int buildTimeoutSeconds = 3600;

    @Option(
            names = "--build-memory",
            paramLabel = "GIB",
            description = "host memory that building one engine may hold; default: 80 %% of it")
    private Optional<Integer> buildMemoryGibi = Optional.empty();

    boolean allowShared() {
        return allowShared;
    }

    /// Without a GPU chosen yet.
    EngineRuntime runtime(AssayHome home, Duration timeout) {
        return new EngineRuntime(
                EngineCatalog.standard(),
                home.engineClasspath(),
                home.cache(),
                Optional.empty(),
                tensorRt(System.getenv()),
                timeout,
                new ChildProcess.Limits(
                        Duration.ofSeconds(Math.max(1, buildTimeoutSeconds)),
                        buildMemoryGibi
                                .map(EngineOptions::bytes)
                                .orElseGet(EngineOptions::defaultBuildMemory),
                        "--build-timeout and --build-memory raise the limits"));
    }

    /// The TensorRT that was named, else that of the container.
    ///
    /// @throws AssayException of kind `CONFIG` if there is none in the folder that was named, or
    ///   none that Assay can call
    private Optional<HostTensorRt> tensorRt(Map<String, String> variables) {
        if (tensorRt.isPresent()) {
            return tensorRt.filter(it -> !it.equals(INSTALLED)).map(it -> named("--tensorrt", it));
        }
        try {
            Optional<HostTensorRt> found = HostTensorRt.ofContainer(variables);
            found.ifPresent(it ->
                    sayOnce(
                            "TensorRT of this container: %s (--tensorrt installed takes Assay's own)"
                                    .formatted(it.sentence())));
            return found;
        } catch (AssayException e) {
            sayOnce("The TensorRT of this container is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    /// The TensorRT in a folder that a person named.
    ///
    /// @param option as it was written, for the error's text
    static HostTensorRt named(String option, Path folder) {
        try {
            return HostTensorRt.in(folder);
        } catch (AssayException e) {
            throw AssayException.config(option + ": " + e.getMessage());
        }
    }

    private void sayOnce(String text) {
        if (!saidContainer) {
            saidContainer = true;
            Console.err().println(text);
        }
    }

    private static long bytes(int gibi) {
        if (gibi < 1) {
            throw AssayException.config(
                    "--build-memory is %d, it must be at least 1".formatted(gibi));
        }
        return (long) gibi << GIBI_SHIFT;
    }

    private static long defaultBuildMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? (long) (system.getTotalMemorySize() * BUILD_SHARE)
                : Long.MAX_VALUE;
    }

    /// This host for the cases, with their GPU chosen.
    EngineHost host(EngineRuntime runtime, List<BenchmarkCase> cases, Path cache) {
        Optional<DeviceFacts> chosen = device(runtime, cases, cache);
        return new EngineHost(chosen.map(it -> runtime.on(it.uuid())).orElse(runtime), chosen);
    }

    /// This host with a GPU, for what only one can tell.
    ///
    /// @throws AssayException if there is none
    EngineHost gpuHost(EngineRuntime runtime, Path cache) {
        HostDevices found = HostDevices.find(runtime, HostDevices.folder(cache));
        if (found.devices().isEmpty() && device.isEmpty()) {
            throw AssayException.config(
                    "A plan runs on a GPU alone, and there is none: %s; measure it on a machine with one, or here the ONNX file that it was built from"
                            .formatted(found.problem().orElse("the driver shows none")));
        }
        DeviceFacts chosen = found.choose(wanted(System.getenv()));
        return new EngineHost(runtime.on(chosen.uuid()), Optional.of(chosen));
    }

    /// The GPU that the cases run on, if any of them needs one and there is one.
    ///
    /// @throws AssayException if the GPU that was asked for is not there
    private Optional<DeviceFacts> device(
            EngineRuntime runtime, List<BenchmarkCase> cases, Path cache) {
        boolean needed = cases.stream().anyMatch(it -> runsOn(Device.GPU, it, runtime));
        boolean welcome = cases.stream().anyMatch(it -> runsOn(Device.EITHER, it, runtime));
        if (!needed && !welcome) {
            return Optional.empty();
        }
        HostDevices found = HostDevices.find(runtime, HostDevices.folder(cache));
        if (found.devices().isEmpty() && device.isEmpty()) {
            if (needed) {
                // Each case says what is missing; cases on the CPU go on.
                Console.err().println("No GPU: " + found.problem().orElse("the driver shows none"));
            }
            return Optional.empty();
        }
        return Optional.of(found.choose(wanted(System.getenv())));
    }

    private static boolean runsOn(Device kind, BenchmarkCase it, EngineRuntime runtime) {
        return it.skipped().isEmpty()
                && runtime.catalog().get(it.engine().id()).device() == kind
                && !"cpu".equals(it.engine().options().get("device"));
    }

    /// Looks who uses the GPU now that this process holds its lock: another run's processes are
    /// gone by then.
    ///
    /// @throws AssayException if others do and that was not accepted
    void requireIdle(EngineRuntime runtime, Optional<DeviceFacts> device, Path cache) {
        if (!allowShared && device.isPresent()) {
            HostDevices.requireIdle(
                    HostDevices.find(runtime, HostDevices.folder(cache))
                            .choose(device.get().uuid()));
        }
    }

    private String wanted(Map<String, String> variables) {
        return device.orElseGet(() -> firstVisible(variables));
    }

    private static String firstVisible(Map<String, String> variables) {
        String visible = variables.getOrDefault("CUDA_VISIBLE_DEVICES", "0");
        String first = visible.split(",", -1)[0].strip();
        if (first.isEmpty() || first.startsWith("-")) {
            throw AssayException.config(
                    "CUDA_VISIBLE_DEVICES is '%s', which hides every GPU: unset it or name one with --device"
                            .formatted(visible));
        }
        return first;
    }
}
