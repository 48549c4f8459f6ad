package dev.assay.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.format.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkStreamTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"1000, 300, 4", "900, 300, 3", "1, 300, 1", "299, 300, 1", "300, 300, 1"})
    void cutsOneStreamIntoFilesThatTogetherAreTheStream(int bytes, int chunk, int files)
            throws IOException {
        byte[] content = new byte[bytes];
        new Random(1).nextBytes(content);
        ChunkStream stream = new ChunkStream(folder, new ByteSize(chunk));
        stream.write(content[0]);
        stream.write(content, 1, bytes - 1);
        stream.close();

        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (ChunkStream.Chunk part : stream.chunks()) {
            assertThat(Files.size(folder.resolve(part.name()))).isLessThanOrEqualTo(chunk);
            assertThat(part.sha256()).isEqualTo(Sha256.of(folder.resolve(part.name())));
            joined.write(Files.readAllBytes(folder.resolve(part.name())));
        }
        assertThat(joined.toByteArray()).isEqualTo(content);
        assertThat(stream.chunks()).hasSize(files);
        assertThat(stream.written()).isEqualTo(bytes);
    }

    @Test
    void numbersChunksSoThatAShellSortsThem() throws IOException {
        try (ChunkStream stream = new ChunkStream(folder, new ByteSize(1))) {
            stream.write(new byte[1000]);

            assertThat(stream.chunks().getFirst().name()).isEqualTo("kit.000");
            assertThat(stream.chunks().getLast().name()).isEqualTo("kit.999");
            assertThatThrownBy(() -> stream.write(0)).hasMessageContaining("--chunk-size");
        }
    }
}
