package dev.assay.core.format;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// SHA-256 of a model with the weights that lie beside it.
///
/// Exporters put large weights into files named after the model (`model.onnx.data`,
/// `model.onnx_data`): a hash of `model.onnx` alone would not see them change. External data under
/// any other name is not seen.
public final class ModelHash {
    private ModelHash() {}

    /// The file's own SHA-256, or that of all the hashes where there are files beside it.
    ///
    /// @throws AssayException if a file cannot be read
    public static String of(Path model) {
        List<Path> beside = beside(model.toAbsolutePath());
        String own = Sha256.of(model);
        if (beside.isEmpty()) {
            return own;
        }
        StringBuilder hashes = new StringBuilder(own);
        beside.forEach(file -> hashes.append(Sha256.of(file)));
        return Sha256.of(hashes.toString());
    }

    private static List<Path> beside(Path model) {
        Path folder = model.getParent();
        if (folder == null) {
            return List.of();
        }
        String name = String.valueOf(model.getFileName());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> {
                                String other = String.valueOf(file.getFileName());
                                return other.startsWith(name + ".") || other.startsWith(name + "_");
                            })
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw AssayException.data("Cannot read " + folder + ": " + e);
        }
    }
}
