package dev.assay.engines.tensorrt.binding;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensorrt.ElfSegments;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A shared library opened by the system's own loader, which says what is missing where TensorRT's
/// registry only says no.
///
/// It is never closed: plugins live until the process ends.
final class SharedObject {
    /// Flags of `dlopen` in glibc.
    private static final int LAZY = 1;

    private static final int ONLY_IF_OPEN = 4;
    private static final long LONGEST_MESSAGE = 4096;

    private final MemorySegment handle;

    private SharedObject(MemorySegment handle) {
        this.handle = handle;
    }

    /// @throws AssayException of kind `ENVIRONMENT` with the loader's reason, such as a library
    ///   that is needed and missing, or if the file is cut short
    static SharedObject open(Path file) {
        requireWhole(file);
        // Looked up before: to look up a symbol forgets the loader's last message.
        MethodHandle reason = function("dlerror", FunctionDescriptor.of(ValueLayout.ADDRESS));
        MemorySegment handle = handle(file, LAZY);
        if (handle.address() == 0) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "The plugin library %s cannot be loaded: %s".formatted(file, text(reason)));
        }
        return new SharedObject(handle);
    }

    private static void requireWhole(Path file) {
        OptionalLong missing;
        try {
            missing = ElfSegments.missing(file);
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + file + ": " + e, e);
        }
        if (missing.isPresent()) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "The plugin library %s is cut short, at least %d bytes are missing: build or copy it again"
                            .formatted(file, missing.getAsLong()));
        }
    }

    /// Whether this process has a library loaded already.
    static boolean isOpen(Path file) {
        return handle(file, LAZY | ONLY_IF_OPEN).address() != 0;
    }

    private static MemorySegment handle(Path file, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return (MemorySegment)
                    function(
                                    "dlopen",
                                    FunctionDescriptor.of(
                                            ValueLayout.ADDRESS,
                                            ValueLayout.ADDRESS,
                                            ValueLayout.JAVA_INT))
                            .invokeExact(arena.allocateFrom(file.toString()), mode);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Whether it, or what it needs, exports a symbol.
    boolean has(String symbol) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found =
                    (MemorySegment)
                            function(
                                            "dlsym",
                                            FunctionDescriptor.of(
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.ADDRESS))
                                    .invokeExact(handle, arena.allocateFrom(symbol));
            return found.address() != 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static String text(MethodHandle reason) {
        try {
            MemorySegment text = (MemorySegment) reason.invokeExact();
            return text.address() == 0
                    ? "the loader gives no reason"
                    : text.reinterpret(LONGEST_MESSAGE).getString(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }

    private static AssayException unexpected(Throwable e) {
        return new AssayException(ErrorKind.INTERNAL, "The system's loader failed: " + e, e);
    }
}
