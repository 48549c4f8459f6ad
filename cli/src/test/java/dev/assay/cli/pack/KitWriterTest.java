package dev.assay.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packs a small kit and unpacks it as a user does, with `sh unpack.sh`.
class KitWriterTest {
    private static final String LONG_NAME = "lib/" + "folder/".repeat(20) + "n".repeat(90) + ".jar";

    @TempDir Path folder;

    private final List<KitFile> files = new ArrayList<>();
    private Path kit = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void pack() throws IOException {
        InstalledAssay installed = new InstalledAssay(folder);
        add("bin/assay", installed.dist().resolve("bin/assay"));
        byte[] content = new byte[300_000];
        new Random(7).nextBytes(content);
        add("lib/random.jar", Files.write(folder.resolve("random"), content));
        add("lib/empty.jar", Files.createFile(folder.resolve("empty")));
        add("lib/block.jar", Files.write(folder.resolve("block"), new byte[1024]));
        add(LONG_NAME, installed.file("long"));
        add("reference-data/naïve name.yml", installed.file("naive"));

        kit = Files.createDirectory(folder.resolve("kit"));
        target = folder.resolve("a folder").resolve("assay");
        new KitWriter(kit, new ByteSize(100_000)).write(List.of(java(installed)), files);
    }

    @Test
    void unpacksEveryFileAsItWas() throws IOException {
        ChildProcess.Ended ended = unpack();

        assertThat(ended.exitCode()).as(ended.tail()).isZero();
        assertThat(ended.tail()).contains("assay of the kit").contains("bin/assay doctor");
        for (KitFile file : files) {
            Path unpacked = target.resolve(file.name());
            assertThat(unpacked).hasSameBinaryContentAs(file.source());
            assertThat(Files.isExecutable(unpacked)).as(file.name()).isEqualTo(file.executable());
        }
        assertThat(kit.resolve("kit.003")).exists();
    }

    @Test
    void namesADamagedChunkAndUnpacksNothing() throws IOException {
        Path chunk = kit.resolve("kit.001");
        byte[] bytes = Files.readAllBytes(chunk);
        bytes[5]++;
        Files.write(chunk, bytes);

        ChildProcess.Ended ended = unpack();

        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.tail()).contains("kit.001: FAILED").contains("copy it again");
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void namesAMissingChunk() throws IOException {
        Files.delete(kit.resolve("kit.002"));

        assertThat(unpack().tail()).contains("kit.002").contains("missing or damaged");
    }

    @Test
    void leavesAFolderAloneThatIsNotEmpty() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("mine"), "mine");

        assertThat(unpack().tail()).contains("is not empty");
        assertThat(target).isDirectoryContaining("glob:**/mine");
    }

    private void add(String name, Path source) {
        files.add(KitFile.of(name, source));
    }

    /// Stands in for the kit's own Java: this JVM's, with this test's class path.
    private static KitFile java(InstalledAssay installed) throws IOException {
        String command =
                "exec '%s/bin/java' -cp '%s' %s"
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path"),
                                Decompress.class.getName());
        return KitFile.of(
                "jre/bin/java", installed.executable("java", "#!/bin/sh\n" + command + "\n"));
    }

    private ChildProcess.Ended unpack() {
        return ChildProcess.run(
                List.of("sh", kit.resolve("unpack.sh").toString(), target.toString()),
                Map.of(),
                folder.resolve("output.txt"),
                new ChildProcess.Limits(Duration.ofMinutes(2), Long.MAX_VALUE));
    }
}
