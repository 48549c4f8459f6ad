package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.core.AssayException;
import dev.assay.engines.onnxruntime.base.NativeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.onnxruntime.Env;
import org.bytedeco.onnxruntime.global.onnxruntime;

/// The ONNX Runtime that this process really loaded.
///
/// Of JavaCPP's own build only the bindings are used. They call the library that the Java API
/// calls, Microsoft's: same version, same name inside (`libonnxruntime.so.1`), so that the two
/// engines differ in nothing but the API.
///
/// @param version as the library reports it, e.g. `1.20.0`
/// @param path of the library
record OnnxRuntimeLibrary(String version, String path) {
    private static final String BINDINGS = "libjnionnxruntime.so";

    /// Microsoft's jar leaves out the number that JavaCPP's has in the file's name.
    private static final List<String> NAMES = List.of("libonnxruntime.so", "libonnxruntime.so.1");

    /// @throws AssayException of kind `ENVIRONMENT` if the library or its bindings are missing
    static OnnxRuntimeLibrary load() {
        Path folder = NativeFolder.find(BINDINGS);
        Path library =
                NAMES.stream()
                        .map(folder::resolve)
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .orElse(folder.resolve(NAMES.getFirst()));
        try {
            loadFirst(library);
            return new OnnxRuntimeLibrary(
                    onnxruntime.GetVersionString().getString(), library.toString());
        } catch (LinkageError e) {
            throw AssayException.environment(
                    "ONNX Runtime's C++ bindings cannot be loaded from %s: %s"
                            .formatted(folder, root(e).getMessage()),
                    e);
        }
    }

    /// Before JavaCPP looks for it: the loader takes what is there for whatever asks for a library
    /// of that name, and a system's own would be found first.
    @SuppressWarnings("restricted")
    private static void loadFirst(Path library) {
        System.load(library.toAbsolutePath().toString());
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /// What all sessions of a process share. Never closed: with the last one ONNX Runtime would
    /// unload its providers, which CUDA does not survive.
    static Env environment() {
        return Environment.ONLY;
    }

    private static final class Environment {
        static final Env ONLY = new Env(onnxruntime.ORT_LOGGING_LEVEL_WARNING, "assay");
    }
}
