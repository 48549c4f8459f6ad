package dev.assay.engines.cuda;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.engines.CaptureRange;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The driver's `cuProfilerStart` and `cuProfilerStop`, which Nsight Systems and Nsight Compute
/// listen to. JavaCPP's bindings lack them.
public final class CudaCaptureRange implements CaptureRange {
    private static final String DRIVER = "libcuda.so.1";

    @Override
    public void start() {
        call("cuProfilerStart");
    }

    @Override
    public void stop() {
        call("cuProfilerStop");
    }

    private static void call(String function) {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle handle =
                    Linker.nativeLinker()
                            .downcallHandle(
                                    SymbolLookup.libraryLookup(DRIVER, arena).findOrThrow(function),
                                    FunctionDescriptor.of(ValueLayout.JAVA_INT));
            int status = (int) handle.invokeExact();
            if (status != 0) {
                throw new AssayException(
                        ErrorKind.ENVIRONMENT,
                        "The driver refuses %s with error %d".formatted(function, status));
            }
        } catch (AssayException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "Cannot call %s of %s: %s".formatted(function, DRIVER, e),
                    e);
        }
    }
}
