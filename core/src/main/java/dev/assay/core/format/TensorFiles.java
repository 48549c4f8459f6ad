package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads a file of tensors in any of the supported formats, told by its suffix.
public final class TensorFiles {
    private TensorFiles() {}

    public static Map<String, TensorData> read(Path file, Arena arena) {
        return read(file, TensorHints.NONE, arena);
    }

    /// @param hints what the file does not say: a headerless one's shape, types, scales
    /// @param arena owns the tensors' memory
    /// @throws AssayException if the file is missing, damaged, of an unknown format or without a
    ///   tensor
    public static Map<String, TensorData> read(Path file, TensorHints hints, Arena arena) {
        Map<String, TensorData> stored = stored(file, hints, arena);
        if (stored.isEmpty()) {
            throw AssayException.data(file + ": the whole file holds no tensor: save it again");
        }
        hints.checkNames(file.toString(), stored.keySet());
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        stored.forEach((name, tensor) -> tensors.put(name, scaled(tensor, hints)));
        return tensors;
    }

    private static Map<String, TensorData> stored(Path file, TensorHints hints, Arena arena) {
        String name = String.valueOf(file.getFileName());
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "npy" -> one(NpyFile.read(file, hints, arena));
            case "npz" -> NpzFile.read(file, hints, arena);
            case "safetensors" -> SafetensorsFile.read(file, hints, arena);
            case "json" -> PolygraphyFile.read(file, hints, arena);
            case "f32" ->
                    one(
                            FloatFile.map(
                                    file,
                                    hints.shape()
                                            .orElseThrow(() ->
                                                    AssayException.config(
                                                            file
                                                                    + " has no header: give its"
                                                                    + " shape with --shape, e.g."
                                                                    + " 1x31x96x90")),
                                    arena));
            default ->
                    throw AssayException.config(
                            file
                                    + ": tensors are read from .npy, .npz, .safetensors, .json"
                                    + " (Polygraphy's) and .f32");
        };
    }

    private static TensorData scaled(TensorData tensor, TensorHints hints) {
        Optional<Float> named = Optional.ofNullable(hints.scales().get(tensor.name()));
        Optional<Float> any =
                Optional.ofNullable(hints.scales().get(TensorHints.ANY))
                        .filter(it -> tensor.spec().elementType().isScalable());
        return named.or(() -> any).map(tensor::withScale).orElse(tensor);
    }

    private static Map<String, TensorData> one(TensorData tensor) {
        return Map.of(tensor.name(), tensor);
    }
}
