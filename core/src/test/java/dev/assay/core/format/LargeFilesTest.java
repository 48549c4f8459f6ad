package dev.assay.core.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tensors beyond 2 GiB, whose byte offsets do not fit an int. The files are sparse.
class LargeFilesTest {
    private static final long ELEMENTS = (3L << 28) + 5;

    @TempDir Path folder;

    @Test
    void mapsALargeArrayOfNumPy() throws IOException {
        String header = NumpyBytes.header("'<f4'", false, "(" + ELEMENTS + ",)");

        check(write("large.npy", NumpyBytes.version1(header)), "tensor");
    }

    @Test
    void mapsALargeTensorInSafetensors() throws IOException {
        byte[] json =
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,%s]}}"
                        .formatted(ELEMENTS, ELEMENTS * Float.BYTES)
                        .getBytes(StandardCharsets.UTF_8);
        ByteBuffer header =
                ByteBuffer.allocate(Long.BYTES + json.length).order(ByteOrder.LITTLE_ENDIAN);

        check(write("large.safetensors", header.putLong(json.length).put(json).array()), "x");
    }

    /// A header, zeros and one last element of 7.5.
    private Path write(String name, byte[] header) throws IOException {
        Path file = Files.write(folder.resolve(name), header);
        ByteBuffer last = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(last.putFloat(0, 7.5f), header.length + (ELEMENTS - 1) * Float.BYTES);
        }
        return file;
    }

    private static void check(Path file, String name) {
        try (Arena arena = Arena.ofConfined()) {
            Map<String, TensorData> tensors = TensorFiles.read(file, arena);
            assertThat(tensors).containsOnlyKeys(name);
            TensorData tensor = tensors.values().iterator().next();
            assertThat(tensor.shape()).isEqualTo(Shape.of(ELEMENTS));
            assertThat(tensor.get(ELEMENTS - 2)).isZero();
            assertThat(tensor.get(ELEMENTS - 1)).isEqualTo(7.5);
        }
    }
}
