package dev.assay.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelInputsTest {
    @TempDir Path folder;

    /// A report would be labelled with a shape that no input has.
    @Test
    void refusesAShapeThatNoneOfSeveralInputsHas() {
        try (Arena arena = Arena.ofConfined()) {
            Path file = folder.resolve("inputs.safetensors");
            SafetensorsFile.write(
                    file,
                    List.of(
                            zeros("tokens", ElementType.INT64, Shape.of(2, 16), arena),
                            zeros("x", ElementType.FLOAT32, Shape.of(2, 32, 16), arena)));

            assertThat(ModelInputs.read(file, Shape.of(32, 16), arena).rows()).isEqualTo(2);
            assertThat(ModelInputs.read(file, Shape.of(16), arena).rows()).isEqualTo(2);
            assertThatThrownBy(() -> ModelInputs.read(file, Shape.of(5, 7), arena))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("holds rows of 16 and 32x16, the suite says 5x7");
        }
    }

    private static TensorData zeros(String name, ElementType type, Shape shape, Arena arena) {
        TensorSpec spec = new TensorSpec(name, type, shape);
        return new TensorData(spec, arena.allocate(spec.byteSize(), 64));
    }
}
