package dev.assay.engines.replay;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.util.Locale;

/// What goes wrong when a query runs, so that the handling of failures can be tested for real.
enum Fault {
    NONE,
    /// The process dies of SIGSEGV, as it does when native code is broken.
    CRASH,
    /// The query never returns.
    HANG,
    /// The engine reports an error.
    THROW;

    static Fault of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    void strike() {
        switch (this) {
            case NONE -> {}
            case CRASH -> {
                crash();
                hang();
            }
            case HANG -> hang();
            case THROW ->
                    throw new AssayException(
                            ErrorKind.INFERENCE, "The replay engine was told to fail");
        }
    }

    private static void crash() {
        try {
            new ProcessBuilder("kill", "-SEGV", Long.toString(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException e) {
            throw new AssayException(ErrorKind.INTERNAL, "Cannot crash: " + e.getMessage(), e);
        }
    }

    private static void hang() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
