package dev.assay.engines.onnxruntime.base;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;

/// NVIDIA's driver, as far as ONNX Runtime has to know of it: without one, its CUDA provider does
/// not say so but crashes.
public final class Driver {
    private static final String LIBRARY = "libcuda.so.1";

    private Driver() {}

    /// @throws AssayException of kind `ENVIRONMENT` if no GPU can be used
    public static void require() {
        SymbolLookup cuda;
        try {
            // Never unloaded: the driver keeps threads of its own.
            cuda = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException e) {
            throw AssayException.environment(
                    "There is no NVIDIA driver here: %s cannot be loaded, see 'assay doctor'"
                            .formatted(LIBRARY),
                    e);
        }
        int code = initialise(cuda);
        if (code != 0) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "NVIDIA's driver gives no GPU (cuInit: error %d), see 'assay doctor'"
                            .formatted(code));
        }
    }

    private static int initialise(SymbolLookup cuda) {
        try {
            return (int)
                    Linker.nativeLinker()
                            .downcallHandle(
                                    cuda.findOrThrow("cuInit"),
                                    FunctionDescriptor.of(JAVA_INT, JAVA_INT))
                            .invokeExact(0);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssayException(ErrorKind.INTERNAL, "A native call cannot throw: " + e, e);
        }
    }
}
