package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.Tensors;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFilesTest {
    @TempDir Path folder;
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void tellsTheFormatByTheSuffix() {
        Path safetensors = folder.resolve("a.b.safetensors");
        SafetensorsFile.write(safetensors, List.of(Tensors.float32("x", Shape.of(1), 1)));

        assertThat(names(NumpyBytes.written("v1.npy"))).containsExactly("tensor");
        assertThat(names(NumpyBytes.written("stored.npz"))).containsExactly("image", "mask");
        assertThat(names(safetensors)).containsExactly("x");
    }

    @Test
    void needsAShapeForAFileWithoutAHeader() {
        Path file = folder.resolve("a.f32");
        FloatFile.write(file, new float[] {1, 2});

        assertThat(TensorFiles.read(file, TensorHints.ofShape(Optional.of(Shape.of(2))), arena))
                .containsOnlyKeys("tensor");
        assertFails(ErrorKind.CONFIG, () -> names(file)).withMessageContaining("--shape");
    }

    @Test
    void refusesAnUnknownSuffix() {
        assertFails(ErrorKind.CONFIG, () -> names(folder.resolve("a.bin")))
                .withMessageContaining("a.bin")
                .withMessageContaining(".npy, .npz, .safetensors, .json (Polygraphy's) and .f32");
        assertFails(ErrorKind.CONFIG, () -> names(folder.resolve("npz-less")));
    }

    private Iterable<String> names(Path file) {
        return TensorFiles.read(file, arena).keySet();
    }
}
