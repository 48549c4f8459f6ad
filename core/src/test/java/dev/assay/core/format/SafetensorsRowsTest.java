package dev.assay.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsRowsTest {
    private static final List<TensorSpec> SPECS =
            List.of(
                    new TensorSpec("a", ElementType.FLOAT32, Shape.of(2, 1)),
                    new TensorSpec("b", ElementType.UINT8, Shape.of(2, 3)));

    @TempDir Path folder;

    @Test
    void writesWhatWritingAtOnceWrites() {
        Path file = folder.resolve("rows.safetensors");
        try (SafetensorsRows rows = SafetensorsRows.create(file, SPECS)) {
            rows.write(1, 1, bytes(4, 5, 6));
            rows.write(0, 0, bytes(0, 0, 0, 63));
            rows.write(1, 0, bytes(1, 2, 3));
            rows.write(0, 1, bytes(0, 0, 0, 64));
            rows.commit();
        }
        Path whole = folder.resolve("whole.safetensors");
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile.write(
                    whole,
                    List.of(
                            tensor(arena, 0, 0, 0, 0, 63, 0, 0, 0, 64),
                            tensor(arena, 1, 1, 2, 3, 4, 5, 6)));
        }

        assertThat(file).hasSameBinaryContentAs(whole);
        assertThat(folder.toFile().list()).hasSize(2);
    }

    @Test
    void leavesNothingUnlessItIsComplete() {
        Path file = folder.resolve("rows.safetensors");
        AtomicFile.write(file, "before");

        assertThatThrownBy(
                        () -> {
                            try (SafetensorsRows rows = SafetensorsRows.create(file, SPECS)) {
                                rows.write(0, 0, bytes(0, 0, 0, 0));
                                rows.commit();
                            }
                        })
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a FLOAT32 2x1 has 1 rows so far");
        assertThat(file).hasContent("before");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void refusesARowOfAnotherSize() {
        try (SafetensorsRows rows =
                SafetensorsRows.create(folder.resolve("rows.safetensors"), SPECS)) {
            assertThatThrownBy(() -> rows.write(0, 0, bytes(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a row of a FLOAT32 2x1 has 4 bytes, not 1");
        }
    }

    @Test
    void refusesWhatTheDiskHasNoRoomForBeforeItWritesAnything() {
        List<TensorSpec> specs =
                List.of(new TensorSpec("a", ElementType.FLOAT32, Shape.of(1L << 40, 1L << 20)));

        assertThatThrownBy(() -> SafetensorsRows.create(folder.resolve("rows"), specs))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("MB free: make room or ask for less");
        assertThat(folder).isEmptyDirectory();
    }

    private static TensorData tensor(Arena arena, int spec, int... values) {
        MemorySegment segment = arena.allocate(values.length);
        MemorySegment.copy(
                bytes(values).array(), 0, segment, ValueLayout.JAVA_BYTE, 0, values.length);
        return new TensorData(SPECS.get(spec), segment);
    }

    private static ByteBuffer bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteBuffer.wrap(bytes);
    }
}
