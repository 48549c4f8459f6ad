package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatFileTest {
    @TempDir Path folder;

    @Test
    void writesLittleEndianFloatsWithoutAHeader() throws IOException {
        Path file = folder.resolve("a.f32");

        FloatFile.write(file, new float[] {1, -2.5f});

        assertThat(Files.readAllBytes(file)).containsExactly(0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0);
        assertThat(FloatFile.read(file)).containsExactly(1, -2.5f);
    }

    @Test
    void readsAnEmptyFileAsNoValues() {
        Path file = folder.resolve("a.f32");
        FloatFile.write(file, new float[0]);

        assertThat(FloatFile.read(file)).isEmpty();
    }

    @Test
    void refusesHalfAFloatAndAMissingFile() throws IOException {
        Path file = Files.write(folder.resolve("a.f32"), new byte[7]);

        assertFails(ErrorKind.DATA, () -> FloatFile.read(file))
                .withMessageContaining(file.toString());
        assertFails(ErrorKind.ENVIRONMENT, () -> FloatFile.read(folder.resolve("missing.f32")))
                .withMessageContaining("missing.f32");
    }

    @Test
    void mapsAsATensorOfTheGivenShape() {
        Path file = folder.resolve("a.f32");
        FloatFile.write(file, new float[] {1, 2, 3, 4});
        try (Arena arena = Arena.ofConfined()) {
            TensorData tensor = FloatFile.map(file, Shape.of(2, 2), arena);

            assertThat(tensor.shape()).isEqualTo(Shape.of(2, 2));
            assertThat(tensor.get(3)).isEqualTo(4);
        }
    }

    @Test
    void refusesAShapeThatDoesNotFitTheFile() {
        Path file = folder.resolve("a.f32");
        FloatFile.write(file, new float[] {1, 2, 3, 4});
        try (Arena arena = Arena.ofConfined()) {
            assertFails(ErrorKind.DATA, () -> FloatFile.map(file, Shape.of(5), arena))
                    .withMessage(file + " has 16 bytes, but float32 5 needs 20");
            Shape huge = Shape.parse("2000000000x2000000000");
            assertFails(ErrorKind.DATA, () -> FloatFile.map(file, huge, arena))
                    .withMessageContaining("2000000000x2000000000");
        }
    }
}
