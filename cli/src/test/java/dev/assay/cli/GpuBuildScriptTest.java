package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `run-all.sh` finds out before a build for a GPU, with stand-ins for `nvidia-smi` and `df`.
class GpuBuildScriptTest {
    private static final Path SCRIPT = Path.of("src/main/scripts/gpu-build.sh").toAbsolutePath();

    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(
                folder.resolve("pom.xml"),
                """
                <cuda.version>12.6-9.5-${javacpp.version}</cuda.version>
                <javacpp.version>1.5.11</javacpp.version>
                <onnxruntime.version>1.20.0</onnxruntime.version>
                <pytorch.version>2.5.1-${javacpp.version}</pytorch.version>
                <tensorrt.version>10.6-${javacpp.version}</tensorrt.version>
                """);
        disk(100_000);
    }

    @Test
    void choosesTheGpuWhereTheDriverListsOne() throws IOException {
        command("nvidia-smi", "echo 'GPU 0: NVIDIA A10 (UUID: GPU-1)'");

        assertThat(bash("assay_gpu_works && echo works")).isEqualTo("works");
    }

    @Test
    void readsVersionsFromThePom() {
        assertThat(bash("assay_native_versions '%s'".formatted(folder)))
                .isEqualTo("10.6-1.5.11 12.6-9.5-1.5.11 1.20.0 2.5.1-1.5.11");
        Path pom = Path.of("..").toAbsolutePath().normalize();
        assertThat(bash("assay_native_versions '%s'".formatted(pom)))
                .matches("[0-9][-.0-9]+ [0-9][-.0-9]+ [0-9][.0-9]+ [0-9][-.0-9]+");
    }

    @Test
    void announcesDownloadsAndDisks() {
        assertThat(announce())
                .contains("download  4.2 GiB into " + folder.resolve("home/.m2/repository"))
                .contains("unpack    5.5 GiB into " + folder.resolve("dist"))
                .contains("(97.7 GiB free)")
                .endsWith("goes on");
    }

    @Test
    void countsOnlyWhatIsNotHereYet() throws IOException {
        empty("home/.m2/repository/org/openjdk/jmh/file");
        Files.writeString(
                empty(
                        "home/.m2/repository/org/bytedeco/cuda/12.6-9.5-1.5.11/cuda-12.6-9.5-1.5.11-linux-x86_64-redist.jar"),
                "x");

        assertThat(announce()).contains("download  2.0 GiB").endsWith("goes on");
    }

    @Test
    void stopsWhereTheDiskIsTooSmallForBoth() {
        disk(4_000);

        assertThat(announce())
                .contains("not enough space")
                .contains("./run-all.sh --cpu")
                .doesNotContain("goes on");
    }

    @Test
    void looksForDownloadsWhereMavenWasToldToKeepThem() {
        assertThat(bash("MAVEN_OPTS='-Xmx1g -Dmaven.repo.local=/big/repo' assay_maven_repository"))
                .isEqualTo("/big/repo");
    }

    @Test
    void unpacksLibrariesAgainOnlyForOtherVersions() throws IOException {
        String prepare = "assay_prepare_natives '%s'".formatted(folder);
        bash(prepare);
        Path library = empty("dist/lib/native/tensorrt/libnvinfer.so.10");
        empty("dist/lib/native/onnxruntime/libonnxruntime.so");
        empty("dist/lib/native/pytorch/libtorch_cuda.so");
        bash(prepare);
        assertThat(library).exists();
        assertThat(announceWith("download  4.2 GiB")).contains("unpack    0.0 GiB");

        Files.writeString(
                folder.resolve("pom.xml"),
                Files.readString(folder.resolve("pom.xml")).replace("10.6", "10.7"));
        bash(prepare);
        assertThat(library).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "test, '-T 2 -Pchecks verify'",
        "test --all, '-T 2 -Pchecks verify -Dtest.excluded.groups=gpu | rehearsal'",
        "test --gpu, '-T 1 -Pchecks,gpu verify'",
        "--gpu test, '-T 1 -Pchecks,gpu verify'",
        "test --gpu --all, '-T 1 -Pchecks,gpu verify'",
        "test --gpu -pl core, '-T 1 -Pchecks,gpu verify -pl core'"
    })
    void leavesNoTestOutWithAGpu(String arguments, String maven) throws IOException {
        for (String file :
                List.of(
                        "run-all.sh",
                        "cli/src/main/dist/find-jdk.sh",
                        "cli/src/main/scripts/gpu-build.sh")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.copy(Path.of("..").resolve(file), folder.resolve(file));
        }
        command("mvn", "echo mvn \"$@\"");

        assertThat(bash("'%s' %s".formatted(folder.resolve("run-all.sh"), arguments)))
                .endsWith("mvn -B -ntp -f %s %s".formatted(folder.resolve("pom.xml"), maven));
    }

    private String announceWith(String expected) {
        String said = announce();
        assertThat(said).contains(expected);
        return said;
    }

    private String announce() {
        return bash("assay_announce_gpu_build '%s' && echo goes on".formatted(folder));
    }

    private void disk(int freeMebibytes) {
        command("df", "echo header; echo /dev/disk 1 1 %d 1%% /".formatted(freeMebibytes));
    }

    private void command(String name, String script) {
        Path file = folder.resolve("tools").resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\n" + script + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path empty(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private String bash(String script) {
        return ChildProcess.run(
                        List.of("bash", "-c", "source '%s'; %s".formatted(SCRIPT, script)),
                        Map.of(
                                "PATH",
                                folder.resolve("tools") + ":" + System.getenv("PATH"),
                                "HOME",
                                folder.resolve("home").toString(),
                                "MAVEN_OPTS",
                                "",
                                "MAVEN_ARGS",
                                ""),
                        folder.resolve("output.txt"),
                        new ChildProcess.Limits(Duration.ofMinutes(1), Long.MAX_VALUE))
                .tail();
    }
}
