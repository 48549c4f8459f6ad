package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Reads a file of tensors in any of the supported formats, told by its suffix.
public final class TensorFiles {
    private TensorFiles() {}

    /// @param shape what a headerless `.f32` file holds; ignored for the other formats
    /// @param arena owns the tensors' memory
    /// @throws AssayException if the file is missing, damaged or of an unknown format
    public static Map<String, TensorData> read(Path file, Optional<Shape> shape, Arena arena) {
        String name = String.valueOf(file.getFileName());
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "npy" -> one(NpyFile.read(file, arena));
            case "npz" -> NpzFile.read(file, arena);
            case "safetensors" -> SafetensorsFile.read(file, arena);
            case "f32" ->
                    one(
                            FloatFile.map(
                                    file,
                                    shape.orElseThrow(() ->
                                            AssayException.config(
                                                    file
                                                            + " has no header: give its"
                                                            + " shape with --shape, e.g."
                                                            + " 1x31x96x90")),
                                    arena));
            default ->
                    throw AssayException.config(
                            file + ": tensors are read from .npy, .npz, .safetensors and .f32");
        };
    }

    private static Map<String, TensorData> one(TensorData tensor) {
        return Map.of(tensor.name(), tensor);
    }
}
