package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which class path the processes of an engine get.
///
/// Engines must not share one: the official and the JavaCPP builds of ONNX Runtime hold the same
/// classes, and CPU and GPU natives clash.
@FunctionalInterface
public interface EngineClasspath {
    String of(String engine);

    /// The installed layout: `lib/*` for all, `lib/engines/<engine>/*` for one.
    static EngineClasspath installed(Path lib) {
        return engine -> {
            Path folder = lib.resolve("engines").resolve(engine);
            if (!Files.isDirectory(folder)) {
                throw new AssayException(
                        ErrorKind.ENVIRONMENT,
                        "Engine " + engine + " is not installed: there is no folder " + folder);
            }
            return lib.resolve("*") + File.pathSeparator + folder.resolve("*");
        };
    }

    /// This process's own class path, for tests.
    static EngineClasspath inherited() {
        return engine -> System.getProperty("java.class.path");
    }
}
