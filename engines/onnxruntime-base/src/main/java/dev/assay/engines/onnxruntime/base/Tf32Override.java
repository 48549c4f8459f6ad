package dev.assay.engines.onnxruntime.base;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.Precision;
import dev.assay.engines.EngineRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/// Keeps ONNX Runtime's TensorRT provider from TF32.
///
/// The provider has no option for it, and its builder takes TF32 of its own accord. NVIDIA's
/// libraries leave TF32 alone in a process with this variable. They read it when they are first
/// used, so it can still be set then; Java's own view of the variables does not change.
public final class Tf32Override {
    static final String VARIABLE = "NVIDIA_TF32_OVERRIDE";
    static final String OFF = "0";

    private Tf32Override() {}

    /// Whether TensorRT's provider is to do without TF32 for this request. Where FP16 is asked for,
    /// what stays in FP32 may use it, as with TensorRT itself.
    static boolean wanted(EngineRequest request) {
        return request.precision() == Precision.FP32;
    }

    /// Sets the variable in this process if the request wants that; to be called before libraries
    /// of CUDA are used.
    ///
    /// @throws AssayException of kind `ENVIRONMENT` if it cannot be set
    public static void apply(EngineRequest request) {
        if (wanted(request)) {
            set(VARIABLE, OFF);
        }
    }

    static void set(String name, String value) {
        Linker linker = Linker.nativeLinker();
        int code;
        try (Arena arena = Arena.ofConfined()) {
            code =
                    (int)
                            linker.downcallHandle(
                                            linker.defaultLookup().findOrThrow("setenv"),
                                            FunctionDescriptor.of(
                                                    JAVA_INT, ADDRESS, ADDRESS, JAVA_INT))
                                    .invokeExact(
                                            arena.allocateFrom(name), arena.allocateFrom(value), 1);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssayException(ErrorKind.INTERNAL, "A native call cannot throw: " + e, e);
        }
        if (code != 0) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "%s cannot be set to %s in this process (setenv: %d)"
                            .formatted(name, value, code));
        }
    }
}
