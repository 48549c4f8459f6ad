package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.Environment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProbeTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir Path root;

    @Test
    void readsTheHostFromItsFiles() {
        AtomicFile.write(
                root.resolve("proc/cpuinfo"), "processor : 0\nmodel name\t: AMD EPYC 7763\n");
        AtomicFile.write(root.resolve("etc/os-release"), "PRETTY_NAME=\"Ubuntu 24.04 LTS\"\n");
        AtomicFile.write(
                root.resolve("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
                "performance\n");
        AtomicFile.write(root.resolve("proc/meminfo"), "MemTotal:       1024 kB\n");
        AtomicFile.write(
                root.resolve("proc/driver/nvidia/version"),
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22\n");

        Environment environment = new EnvironmentProbe(root).probe(NOW, Optional.empty());

        assertThat(environment.identity())
                .containsEntry("cpu.model", "AMD EPYC 7763")
                .containsEntry("cpu.clockPolicy", "performance");
        assertThat(environment.context())
                .containsEntry("os", "Ubuntu 24.04 LTS")
                .containsEntry("gpu.driver", "550.54.14");
        assertThat(environment.informative())
                .containsEntry("memory.total", "1024 kB")
                .containsEntry("time", "2026-01-02T03:04:05Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024 | 550.54.14
                    NVIDIA UNIX Open Kernel Module for x86_64  580.159.04  Release Build  (user@host)  Sat Mar 7 | 580.159.04
                    NVIDIA UNIX Open Kernel Module for aarch64  570.86  Release Build | 570.86
                    NVIDIA of another kind                                            | unknown
                    """)
    void readsTheDriversVersionWhateverModuleItIs(String line, String version) {
        AtomicFile.write(root.resolve("proc/driver/nvidia/version"), "NVRM version: " + line);

        assertThat(new EnvironmentProbe(root).probe(NOW, Optional.empty()).context())
                .containsEntry("gpu.driver", version);
    }

    @Test
    void callsUnknownWhatAContainerDoesNotShow() {
        Environment environment = new EnvironmentProbe(root).probe(NOW, Optional.empty());

        assertThat(environment.identity()).containsEntry("cpu.model", "unknown");
        assertThat(environment.context()).containsEntry("gpu.driver", "none");
    }

    /// `-Xint` in a variable makes every timed process another one; none set is no field, as
    /// before.
    @Test
    void readsTheFlagsThatEveryJvmTakesFromVariables() {
        Map<String, String> variables =
                Map.of("JAVA_TOOL_OPTIONS", " -Xint ", "_JAVA_OPTIONS", "-Xmx1g", "OTHER", "-Xrs");

        assertThat(new EnvironmentProbe(root, variables).probe(NOW, Optional.empty()).context())
                .containsEntry("jvm.options", "-Xint -Xmx1g");
        assertThat(new EnvironmentProbe(root, Map.of()).probe(NOW, Optional.empty()).context())
                .doesNotContainKey("jvm.options");
    }

    @Test
    void readsWhichContainerItRunsIn() {
        AtomicFile.write(
                root.resolve("run/.containerenv"),
                "engine=\"podman-5.0.3\"\nimageid=\"0123abcd\"\nimage=\"assay:latest\"\n");

        assertThat(new EnvironmentProbe(root, Map.of()).probe(NOW, Optional.empty()).context())
                .containsEntry("container", "0123abcd");
        assertThat(
                        new EnvironmentProbe(root, Map.of("ASSAY_CONTAINER", "sha256:99"))
                                .probe(NOW, Optional.empty())
                                .context())
                .containsEntry("container", "sha256:99");
    }

    @Test
    void tellsAGpuThatIsSharedByCudasDaemon() {
        Map<String, String> elsewhere = Map.of("CUDA_MPS_PIPE_DIRECTORY", "/run/mps");
        assertThat(identity(Map.of())).containsEntry("gpu.mps", "false");

        AtomicFile.write(root.resolve("tmp/nvidia-mps/control"), "");
        assertThat(identity(Map.of())).containsEntry("gpu.mps", "true");
        assertThat(identity(elsewhere)).containsEntry("gpu.mps", "false");

        AtomicFile.write(root.resolve("run/mps/control"), "");
        assertThat(identity(elsewhere)).containsEntry("gpu.mps", "true");
        assertThat(identity(Map.of("CUDA_MPS_PIPE_DIRECTORY", "a/relative/one")))
                .containsEntry("gpu.mps", "false");
    }

    private Map<String, String> identity(Map<String, String> variables) {
        return new EnvironmentProbe(root, variables)
                .probe(NOW, Optional.of(RefusedFieldsTest.gpu()))
                .identity();
    }

    @Test
    void doesNotCallAHostAContainer() {
        assertThat(new EnvironmentProbe(root, Map.of()).probe(NOW, Optional.empty()).context())
                .doesNotContainKey("container");
    }

    @Test
    void givesTheSameIdAtAnotherTime() {
        EnvironmentProbe probe = new EnvironmentProbe(root);

        assertThat(probe.probe(NOW.plusSeconds(9), Optional.empty()).id())
                .isEqualTo(probe.probe(NOW, Optional.empty()).id());
    }
}
