package dev.assay.cli;

import dev.assay.core.device.DeviceFacts;
import dev.assay.core.device.DeviceSettings;
import dev.assay.core.run.Environment;
import dev.assay.core.run.MeasurementRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads what this host is from `/proc`, `/sys` and the JVM.
final class EnvironmentProbe {
    /// The first line reads `… UNIX x86_64 Kernel Module 550.54.14 Thu …`, or with an open module
    /// `… UNIX Open Kernel Module for x86_64 580.159.04 Release Build …`.
    private static final Pattern DRIVER_VERSION =
            Pattern.compile("(?<=\\s)\\d+(\\.\\d+)+(?=\\s|$)");

    private static final String UNKNOWN = "unknown";
    private static final String DEFAULT_MPS_PIPES = "/tmp/nvidia-mps";
    private static final int MEBI_SHIFT = 20;

    /// From which every JVM takes flags, those that are timed, too.
    private static final List<String> JVM_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Path root;
    private final Map<String, String> variables;

    /// @param root `/`, or a copy of the files below it in tests
    EnvironmentProbe(Path root) {
        this(root, System.getenv());
    }

    /// @param variables of this process, which those that are timed inherit
    EnvironmentProbe(Path root, Map<String, String> variables) {
        this.root = root;
        this.variables = Map.copyOf(variables);
    }

    /// @param device that the run uses
    Environment probe(Instant now, Optional<DeviceFacts> device) {
        Map<String, String> identity = new TreeMap<>();
        identity.put("cpu.model", cpuModel());
        identity.put(
                "cpu.logicalCores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        identity.put(
                "cpu.clockPolicy",
                line("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").orElse(UNKNOWN));
        identity.put("measurement.schema", MeasurementRow.SCHEMA);

        device.ifPresent(it -> {
            identity.put("gpu.name", it.name());
            identity.put("gpu.computeCapability", it.computeCapability());
            identity.put("gpu.memoryMib", Long.toString(it.memoryBytes() >> MEBI_SHIFT));
            DeviceSettings settings = it.settings();
            identity.put(
                    "gpu.powerLimitWatts", Long.toString(Math.round(settings.powerLimitWatts())));
            identity.put("gpu.mig", Boolean.toString(settings.mig()));
            identity.put("gpu.mps", Boolean.toString(mps()));
            identity.put("gpu.ecc", Boolean.toString(settings.ecc()));
            identity.put("gpu.clockPolicy", settings.clockPolicy());
        });

        Map<String, String> context = new TreeMap<>();
        context.put("assay.version", Version.current());
        context.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
        context.put("jvm.vendor", System.getProperty("java.vendor", UNKNOWN));
        jvmOptions().ifPresent(it -> context.put("jvm.options", it));
        container().ifPresent(it -> context.put("container", it));
        context.put("os", osName());
        context.put("os.kernel", System.getProperty("os.version", UNKNOWN));
        context.put("os.arch", System.getProperty("os.arch", UNKNOWN));
        context.put("gpu.driver", driver());
        device.ifPresent(it -> context.put("gpu.driverCuda", it.cudaVersion()));

        Map<String, String> informative = new TreeMap<>();
        informative.put("time", now.truncatedTo(ChronoUnit.SECONDS).toString());
        informative.put("memory.total", memory("MemTotal"));
        informative.put("memory.available", memory("MemAvailable"));
        informative.put("loadAverage", line("proc/loadavg").orElse(UNKNOWN));
        device.ifPresent(it -> {
            informative.put("gpu.uuid", it.uuid());
            informative.put("gpu.index", Integer.toString(it.index()));
            informative.put("gpu.persistence", Boolean.toString(it.settings().persistence()));
            informative.put("gpu.maxSmClockMhz", Integer.toString(it.maxSmClockMegahertz()));
        });
        return new Environment(identity, context, informative);
    }

    private Optional<String> jvmOptions() {
        String options =
                JVM_VARIABLES.stream()
                        .map(it -> variables.getOrDefault(it, "").strip())
                        .filter(it -> !it.isEmpty())
                        .collect(Collectors.joining(" "));
        return Optional.of(options).filter(it -> !it.isEmpty());
    }

    /// Whether a daemon of CUDA's Multi-Process Service takes this process's work: CUDA looks for
    /// its pipe in the folder that the variable names.
    private boolean mps() {
        Path pipes =
                Path.of(variables.getOrDefault("CUDA_MPS_PIPE_DIRECTORY", DEFAULT_MPS_PIPES))
                        .toAbsolutePath();
        return Files.exists(root.resolve(Path.of("/").relativize(pipes)).resolve("control"));
    }

    /// The image that this process runs in. Podman shows its id inside; Docker shows nothing, so
    /// that whoever starts the container has to say it.
    private Optional<String> container() {
        String said = variables.getOrDefault("ASSAY_CONTAINER", "").strip();
        return said.isEmpty()
                ? lines("run/.containerenv").stream()
                        .filter(line -> line.startsWith("imageid="))
                        .map(line -> line.substring("imageid=".length()).replace("\"", ""))
                        .findFirst()
                : Optional.of(said);
    }

    private String cpuModel() {
        return lines("proc/cpuinfo").stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(UNKNOWN);
    }

    private String osName() {
        return lines("etc/os-release").stream()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                .findFirst()
                .orElse(System.getProperty("os.name", UNKNOWN));
    }

    private String driver() {
        return line("proc/driver/nvidia/version")
                .map(DRIVER_VERSION::matcher)
                .map(version -> version.find() ? version.group() : UNKNOWN)
                .orElse("none");
    }

    private String memory(String key) {
        return lines("proc/meminfo").stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst()
                .orElse(UNKNOWN);
    }

    private Optional<String> line(String file) {
        return lines(file).stream().findFirst();
    }

    private List<String> lines(String file) {
        try {
            return Files.readString(root.resolve(file), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            // Not every kernel or container shows every file: the field is then unknown.
            return List.of();
        }
    }
}
