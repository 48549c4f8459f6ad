package dev.assay.cli.quick;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// The suite of a quick run as a file of the user's, with its tensors in a folder beside it, so
/// that it outlives the run's directory.
public final class SavedSuite {
    private final Path file;
    private final Path data;

    /// @throws AssayException if something is there already: a suite is not replaced unasked
    public SavedSuite(Path file) {
        this.file = file.toAbsolutePath().normalize();
        String name = String.valueOf(this.file.getFileName());
        if (!name.matches(".+\\.ya?ml")) {
            throw AssayException.config("--suite is %s, it must end in .yml".formatted(file));
        }
        data = this.file.resolveSibling(name.replaceAll("\\.ya?ml$", "-data"));
        for (Path taken : List.of(this.file, data)) {
            if (Files.exists(taken)) {
                throw AssayException.config(
                        "--suite: %s is there already: choose another name or remove it"
                                .formatted(taken));
            }
        }
    }

    /// Copies the tensors, then writes the suite; paths of the run's folder become the copy's.
    ///
    /// @param suite in the folder that holds its tensors
    public void write(Path suite) {
        Path folder = suite.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(suite + " has no folder");
        }
        try (Stream<Path> files = Files.list(folder)) {
            Files.createDirectories(data);
            for (Path source : files.filter(Files::isRegularFile).toList()) {
                if (!source.equals(suite)) {
                    Files.copy(
                            source,
                            data.resolve(source.getFileName()),
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            String text = Files.readString(suite);
            // Relative, so that file and folder can be moved together.
            AtomicFile.write(file, text.replace(folder + "/", data.getFileName() + "/"));
        } catch (IOException e) {
            throw AssayException.environment("Cannot write " + file + ": " + e, e);
        }
    }
}
