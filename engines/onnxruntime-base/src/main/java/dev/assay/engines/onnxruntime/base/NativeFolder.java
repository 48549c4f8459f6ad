package dev.assay.engines.onnxruntime.base;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The libraries of ONNX Runtime for GPUs, which lie unpacked on the loader's path.
///
/// Both APIs use the same ones. The Java API would copy them out of its jar in every process, 700
/// MB a time; its jar for the CPU has the same classes, so that one class path serves all
/// providers.
public final class NativeFolder {
    private NativeFolder() {}

    /// The folder on this process's loader path.
    ///
    /// @param library whose file it holds, for example the bindings of one API
    /// @throws AssayException of kind `ENVIRONMENT` if they are not installed
    public static Path find(String library) {
        return find(String.valueOf(System.getenv("LD_LIBRARY_PATH")), library);
    }

    /// @param loaderPath folders with colons between them
    static Path find(String loaderPath, String library) {
        Optional<Path> folder =
                Stream.of(loaderPath.split(File.pathSeparator))
                        .filter(it -> !it.isEmpty())
                        .map(Path::of)
                        .filter(it -> Files.isRegularFile(it.resolve(library)))
                        .findFirst();
        return folder.orElseThrow(() ->
                new AssayException(
                        ErrorKind.ENVIRONMENT,
                        "ONNX Runtime's native libraries for GPUs are not installed: build Assay with the Maven profile gpu, as ./run-all.sh --gpu does, or see docs/offline-gpu-host.md"));
    }
}
