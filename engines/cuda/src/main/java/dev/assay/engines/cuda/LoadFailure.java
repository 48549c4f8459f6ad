package dev.assay.engines.cuda;

import dev.assay.core.AssayException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says which library was missing when CUDA's or NVML's Java natives could not be loaded.
final class LoadFailure {
    private static final String DRIVER = "libcuda.so.1";
    private static final String SENSORS = "libnvidia-ml.so.1";
    private static final Pattern OF_CUDA =
            Pattern.compile("lib(cudart|cublas|cublasLt|nvrtc|cudnn\\w*)\\.so(\\.\\d+)?");

    private LoadFailure() {}

    static AssayException explain(LinkageError failure) {
        return explain(failure, LoadFailure::isMissing);
    }

    /// @param missing whether the loader does not find a library
    static AssayException explain(LinkageError failure, Predicate<String> missing) {
        StringBuilder messages = new StringBuilder();
        String deepest = "";
        // JavaCPP hides the library that failed behind other errors.
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            deepest = String.valueOf(cause.getMessage());
            messages.append(deepest).append('\n');
        }
        return AssayException.environment(
                advice(messages.toString(), missing) + " (" + deepest + ")", failure);
    }

    private static String advice(String messages, Predicate<String> missing) {
        // After its first failure the JVM only says that a class could not be initialised.
        if (messages.contains(DRIVER) || missing.test(DRIVER)) {
            return "This machine shows no NVIDIA driver: its library libcuda.so.1 is not there."
                    + " Install the driver; in a container, start it with the NVIDIA container"
                    + " toolkit (--gpus all)";
        }
        if (messages.contains(SENSORS)) {
            return "The GPU's sensors cannot be read: the NVIDIA driver's library"
                    + " libnvidia-ml.so.1 is not there. In a container, add 'utility' to"
                    + " NVIDIA_DRIVER_CAPABILITIES";
        }
        Matcher library = OF_CUDA.matcher(messages);
        if (library.find()) {
            return "CUDA's library %s is not there: put a folder that holds it into LD_LIBRARY_PATH"
                    .formatted(library.group());
        }
        return "CUDA's libraries for Java cannot be loaded: they need Linux on x86_64 and the cuda"
                + " jar with classifier linux-x86_64 on the engine's class path";
    }

    @SuppressWarnings("restricted")
    private static boolean isMissing(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
