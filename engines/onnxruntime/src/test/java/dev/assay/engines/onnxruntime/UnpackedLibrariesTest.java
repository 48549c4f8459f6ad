package dev.assay.engines.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedLibrariesTest {
    private static final String LIBRARY = "libonnxruntime.so";

    @TempDir Path folder;

    @Test
    void unpacksBothLibrariesAndNothingElse() throws IOException {
        Path unpacked = UnpackedLibraries.in(folder).orElseThrow();

        try (Stream<Path> files = Files.list(unpacked)) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrder(LIBRARY, "libonnxruntime4j_jni.so");
        }
        assertThat(Files.size(unpacked.resolve(LIBRARY))).isGreaterThan(10_000_000);
    }

    /// Hundreds of processes of one run use them.
    @Test
    void leavesThemAloneAfterwards() throws IOException {
        Path library = UnpackedLibraries.in(folder).orElseThrow().resolve(LIBRARY);
        FileTime longAgo = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(library, longAgo);

        UnpackedLibraries.in(folder);

        assertThat(Files.getLastModifiedTime(library)).isEqualTo(longAgo);
    }

    @Test
    void replacesAFileThatIsCutShort() throws IOException {
        Path library = UnpackedLibraries.in(folder).orElseThrow().resolve(LIBRARY);
        long whole = Files.size(library);
        Files.write(library, new byte[100]);

        assertThat(UnpackedLibraries.in(folder)).isPresent();

        assertThat(Files.size(library)).isEqualTo(whole);
    }

    /// The API unpacks then, as it would without us.
    @Test
    void leavesItToTheApiWhereNothingCanBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(UnpackedLibraries.in(file)).isEmpty();
    }
}
