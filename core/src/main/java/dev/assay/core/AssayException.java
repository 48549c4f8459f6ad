package dev.assay.core;

import static java.util.Objects.requireNonNull;

/// The one exception that Assay throws on purpose.
///
/// Its message says what is wrong, where (file and line, or case id) and what to do about it.
public final class AssayException extends RuntimeException {
    private final ErrorKind kind;

    public AssayException(ErrorKind kind, String message) {
        super(message);
        this.kind = requireNonNull(kind, "kind is null");
    }

    public AssayException(ErrorKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = requireNonNull(kind, "kind is null");
    }

    public ErrorKind kind() {
        return kind;
    }

    public static AssayException config(String message) {
        return new AssayException(ErrorKind.CONFIG, message);
    }

    public static AssayException data(String message) {
        return new AssayException(ErrorKind.DATA, message);
    }

    public static AssayException environment(String message, Throwable cause) {
        return new AssayException(ErrorKind.ENVIRONMENT, message, cause);
    }
}
