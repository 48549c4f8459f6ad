package dev.assay.core.process;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;

/// What came of a job in another process.
public sealed interface Reply<T> {
    record Done<T>(T value) implements Reply<T> {}

    /// @param reason what, where and what to do
    record Broken<T>(ErrorKind error, String reason) implements Reply<T> {}

    /// @throws AssayException if the job did not end well
    default T orThrow() {
        return switch (this) {
            case Done<T>(T value) -> value;
            case Broken<T>(ErrorKind error, String reason) ->
                    throw new AssayException(error, reason);
        };
    }
}
