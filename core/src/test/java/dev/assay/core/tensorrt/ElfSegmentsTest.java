package dev.assay.core.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a library that every Java has.
class ElfSegmentsTest {
    @TempDir Path folder;
    private byte[] library;

    @BeforeEach
    void readsALibrary() throws IOException {
        library = Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjava.so"));
    }

    @Test
    void missesNothingOfAWholeLibrary() throws IOException {
        assertThat(ElfSegments.missing(cut(library.length))).isEmpty();
    }

    @Test
    void countsWhatIsMissingAtTheEnd() throws IOException {
        long afterHalf = ElfSegments.missing(cut(library.length / 2)).orElseThrow();

        assertThat(afterHalf).isPositive().isLessThanOrEqualTo(library.length - library.length / 2);
        assertThat(ElfSegments.missing(cut(library.length / 2 - 1))).hasValue(afterHalf + 1);
    }

    /// The loader refuses these in words.
    @Test
    void leavesToTheLoaderWhatHasNoHeaders() throws IOException {
        assertThat(ElfSegments.missing(cut(0))).isEmpty();
        assertThat(ElfSegments.missing(cut(40))).isEmpty();
        assertThat(ElfSegments.missing(Files.writeString(folder.resolve("text"), "no library")))
                .isEmpty();
    }

    private Path cut(int bytes) throws IOException {
        return Files.write(folder.resolve("lib" + bytes), Arrays.copyOf(library, bytes));
    }
}
