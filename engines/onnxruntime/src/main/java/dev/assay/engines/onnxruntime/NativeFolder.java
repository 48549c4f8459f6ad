package dev.assay.engines.onnxruntime;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The libraries of ONNX Runtime for GPUs, which lie unpacked on the loader's path.
///
/// The Java API would copy them out of its jar in every process, 700 MB a time. Its jar for the CPU
/// has the same classes, so that one class path serves all providers.
final class NativeFolder {
    private static final String PROPERTY = "onnxruntime.native.path";
    private static final String JNI = "libonnxruntime4j_jni.so";

    private NativeFolder() {}

    /// Makes the Java API load from there; to be called before its first use.
    ///
    /// @throws AssayException of kind `ENVIRONMENT` if they are not installed
    static void use() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(
                    PROPERTY, find(String.valueOf(System.getenv("LD_LIBRARY_PATH"))).toString());
        }
    }

    /// @param loaderPath folders with colons between them
    static Path find(String loaderPath) {
        Optional<Path> folder =
                Stream.of(loaderPath.split(File.pathSeparator))
                        .filter(it -> !it.isEmpty())
                        .map(Path::of)
                        .filter(it -> Files.isRegularFile(it.resolve(JNI)))
                        .findFirst();
        return folder.orElseThrow(() ->
                new AssayException(
                        ErrorKind.ENVIRONMENT,
                        "ONNX Runtime's native libraries for GPUs are not installed: build Assay with the Maven profile gpu, as ./run-all.sh --gpu does, or see docs/offline-gpu-host.md"));
    }
}
