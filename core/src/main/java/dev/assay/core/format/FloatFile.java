package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// Headerless little-endian float32 files (`.f32`): raw samples, and tensors with a shape given
/// beside them.
public final class FloatFile {
    private FloatFile() {}

    public static void write(Path file, float[] values) {
        ByteBuffer buffer =
                ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        AtomicFile.write(file, buffer.array());
    }

    /// @throws AssayException if the file cannot be read or is not a whole number of floats
    public static float[] read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + file + ": " + e, e);
        }
        if (bytes.length % Float.BYTES != 0) {
            throw AssayException.data(file + " is not a whole number of float32 values");
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    /// Maps the file as a FLOAT32 tensor of the given shape.
    ///
    /// @throws AssayException if the file's size does not fit the shape
    public static TensorData map(Path file, Shape shape, Arena arena) {
        MemorySegment segment = MappedFile.map(file, arena);
        TensorSpec spec = new TensorSpec("tensor", ElementType.FLOAT32, shape);
        if (segment.byteSize() != spec.byteSize()) {
            throw AssayException.data(
                    "%s has %s bytes, but float32 %s needs %s"
                            .formatted(file, segment.byteSize(), shape, spec.byteSize()));
        }
        return new TensorData(spec, segment);
    }
}
