package dev.assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.TensorFiles;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.stats.block.Selection;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files with holes, of which only a window past the middle is read: quick, and small on the disk.
class BeyondTwoGigabytesTest {
    /// Rows and columns of one plane of more than 2^32 elements.
    private static final long SIDE = 70_000;

    private static final long MARGIN = 34_900;
    private static final long MIDDLE = SIDE / 2 * SIDE + SIDE / 2;

    @TempDir Path folder;

    @Test
    void comparesWhatLiesBehindTheLargestIntInBytesAndInElements() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            TensorData engine = tensor("engine.safetensors", 0x3A, arena);
            TensorData reference = tensor("reference.safetensors", 0x38, arena);

            ErrorStatistics statistics =
                    ErrorCalculator.calculate(
                            TensorPairs.of(
                                    engine, reference, new Selection.Centre(SIDE, SIDE, MARGIN)));

            assertThat(engine.elements()).isGreaterThan(1L << 32);
            assertThat(statistics.n()).isEqualTo(200 * 200L);
            // FP8 E4M3 has 1.25 two places above 1.
            assertThat(statistics.worst().getFirst()).isEqualTo(new WorstElement(MIDDLE, 1.25, 1));
            assertThat(statistics.l2()).isEqualTo(0.25);
            assertThat(statistics.ulp().orElseThrow().max()).isEqualTo(2);
        }
    }

    private TensorData tensor(String name, int middle, Arena arena) throws IOException {
        String header =
                "{\"y\":{\"dtype\":\"%s\",\"shape\":[1,1,%d,%d],\"data_offsets\":[0,%d]}}"
                        .formatted(
                                ElementType.FLOAT8_E4M3.safetensorsName(), SIDE, SIDE, SIDE * SIDE);
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        long data = 8 + text.length;
        Path file = folder.resolve(name);
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.SPARSE,
                        StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(length.putLong(0, text.length), 0);
            channel.write(ByteBuffer.wrap(text), 8);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) middle}), data + MIDDLE);
            channel.write(ByteBuffer.wrap(new byte[1]), data + SIDE * SIDE - 1);
        }
        return TensorFiles.read(file, TensorHints.NONE, arena).values().iterator().next();
    }
}
