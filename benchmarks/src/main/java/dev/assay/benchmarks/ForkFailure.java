package dev.assay.benchmarks;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// An error of the measuring JVM, written to a file, because JMH passes on only a stack trace in
/// text.
record ForkFailure(ErrorKind error, String reason) {
    private static final String NAME = "failure.json";

    /// Does the work and leaves a file in the folder if it fails.
    static <T> T recording(Path folder, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | LinkageError e) {
            write(folder, e);
            throw e;
        }
    }

    static void write(Path folder, Throwable e) {
        ForkFailure failure =
                e instanceof AssayException assay
                        ? new ForkFailure(assay.kind(), String.valueOf(assay.getMessage()))
                        : new ForkFailure(ErrorKind.INTERNAL, e.toString());
        AtomicFile.write(folder.resolve(NAME), Json.compact().writeValueAsString(failure));
    }

    static Optional<ForkFailure> read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            return Files.exists(file)
                    ? Optional.of(
                            Json.compact().readValue(Files.readString(file), ForkFailure.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + file + ": " + e, e);
        }
    }
}
