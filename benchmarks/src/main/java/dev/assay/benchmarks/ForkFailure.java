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
            ErrorKind kind =
                    e instanceof AssayException assay ? assay.kind() : ErrorKind.INTERNAL;
            String reason = e instanceof AssayException ? e.getMessage() : e.toString();
            AtomicFile.write(
                    folder.resolve(NAME),
                    Json.compact()
                            .writeValueAsString(new ForkFailure(kind, String.valueOf(reason))));
            throw e;
        }
    }

    static Optional<String> read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            return Files.exists(file)
                    ? Optional.of(
                            Json.compact()
                                    .readValue(Files.readString(file), ForkFailure.class)
                                    .reason())
                    : Optional.empty();
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + file + ": " + e, e);
        }
    }
}
