package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Known answers: NIST CAVP and FIPS 180-4 examples ("abc", the empty message, a million "a").
class Sha256Test {
    private static final String EMPTY =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String MILLION_A =
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @TempDir Path folder;

    @Test
    void hashesText() {
        assertThat(Sha256.of("")).isEqualTo(EMPTY);
        assertThat(Sha256.of("abc")).isEqualTo(ABC);
        assertThat(Sha256.of("a".repeat(1_000_000))).isEqualTo(MILLION_A);
    }

    @Test
    void hashesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "a".repeat(1_000_000));

        assertThat(Sha256.of(file)).isEqualTo(MILLION_A);
        assertFails(ErrorKind.DATA, () -> Sha256.of(folder.resolve("missing")))
                .withMessageContaining("missing");
    }

    @Test
    void hashesMemoryLargerThanOneChunkLikeTheSameText() {
        byte[] bytes = new byte[(1 << 20) * 2 + 3];
        Arrays.fill(bytes, (byte) 'a');

        assertThat(Sha256.of(MemorySegment.ofArray(new byte[0]))).isEqualTo(EMPTY);
        assertThat(Sha256.of(MemorySegment.ofArray("abc".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(ABC);
        assertThat(Sha256.of(MemorySegment.ofArray(bytes)))
                .isEqualTo(Sha256.of(new String(bytes, StandardCharsets.US_ASCII)));
    }
}
