package dev.assay.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.process.ChildProcess;
import dev.assay.core.suite.EngineCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Makes an archive of a folder that looks like an installed Assay, and unpacks it with tar.
class ReleaseArchiveTest {
    @TempDir Path folder;

    @Test
    void runsFromWhereItWasUnpackedByTheCommandsOfTheReadme() throws Exception {
        InstalledAssay installed = new InstalledAssay(folder);
        installed.executable("dist/bin/assay", "#!/bin/sh\necho told: \"$@\"\n");
        installed.file("README.md");
        installed.file("docs/metrics.md");
        Path archive = folder.resolve("assay-1.tar.gz");
        ReleaseArchive release =
                new ReleaseArchive(
                        new KitContents(
                                installed.dist(),
                                installed.referenceData(),
                                List.of(EngineCatalog.standard().get("onnxruntime-cpu")),
                                false),
                        folder,
                        "assay-1",
                        // Linking one takes seconds, and RuntimeImageTest does.
                        ReleaseArchiveTest::runtime,
                        what -> {});

        release.write(archive);

        sh("tar -xzf assay-1.tar.gz");
        assertThat(sh("assay-1/run-all.sh --gpu doctor 2>&1 || echo rc $?"))
                .contains("has no engines for GPUs", "rc 64");
        assertThat(sh("assay-1/run-all.sh --cpu quick model.onnx --fp16"))
                .contains("told: quick model.onnx --fp16");
        assertThat(sh("assay-1/run-all.sh")).contains("told: run");
        assertThat(sh("assay-1/run-all.sh test || true")).contains("clone it");
        assertThat(folder.resolve("assay-1/jre/bin/java")).isExecutable();
        assertThat(folder.resolve("assay-1/docs/metrics.md")).exists();
        assertThat(folder.resolve("assay-1/reference-data/suites/smoke.yml")).exists();
        assertThat(folder.resolve("assay-1/lib/engines/tensorrt-onnx")).doesNotExist();
        assertThat(folder.resolve("part-assay-1.tar.gz")).doesNotExist();
        assertThatThrownBy(() -> release.write(archive)).hasMessageContaining("is there already");
    }

    private static void runtime(Path jre) {
        try {
            Files.createDirectories(jre.resolve("bin"));
            Files.copy(Path.of("/bin/sh").toRealPath(), jre.resolve("bin/java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String sh(String command) throws Exception {
        Path output = folder.resolve("output.txt");
        ChildProcess.Ended ended =
                ChildProcess.run(
                        List.of("sh", "-c", "cd '" + folder + "' && " + command),
                        Map.of(),
                        output,
                        new ChildProcess.Limits(Duration.ofMinutes(1), Long.MAX_VALUE));
        assertThat(ended.exitCode()).as(ended.tail()).isZero();
        return Files.readString(output);
    }
}
