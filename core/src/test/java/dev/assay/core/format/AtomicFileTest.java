package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir Path folder;

    @Test
    void writesUtf8IntoFoldersThatItMakes() throws IOException {
        Path file = folder.resolve("a/b/c.txt");

        AtomicFile.write(file, "größe");

        assertThat(Files.readString(file)).isEqualTo("größe");
    }

    @Test
    void replacesAFileAndLeavesNothingBeside() throws IOException {
        Path file = folder.resolve("c.txt");
        AtomicFile.write(file, "old and long");

        AtomicFile.write(file, "new");

        assertThat(Files.readString(file)).isEqualTo("new");
        assertThat(folder.toFile().list()).containsExactly("c.txt");
    }

    @Test
    void overwritesWhatAKilledProcessLeft() throws IOException {
        Path file = folder.resolve("c.txt");
        Files.writeString(folder.resolve("c.txt.part"), "half of something long");

        AtomicFile.write(file, "new");

        assertThat(Files.readString(file)).isEqualTo("new");
        assertThat(folder.toFile().list()).containsExactly("c.txt");
    }

    @Test
    void leavesTheOldFileWhenItCannotWrite() throws IOException {
        Path file = folder.resolve("c.txt");
        AtomicFile.write(file, "old");
        Files.createDirectory(folder.resolve("c.txt.part"));

        assertFails(ErrorKind.ENVIRONMENT, () -> AtomicFile.write(file, "new"))
                .withMessageContaining("Cannot write " + file)
                .withMessageContaining("check free space and permissions");
        assertThat(Files.readString(file)).isEqualTo("old");
    }

    @Test
    void doesNotReplaceAFolder() throws IOException {
        Path target = folder.resolve("folder");
        Files.createDirectories(target.resolve("child"));

        assertFails(ErrorKind.ENVIRONMENT, () -> AtomicFile.write(target, "new"));
        assertThat(target.resolve("child")).isDirectory();
    }
}
