package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the processes of an engine load classes and native libraries from.
///
/// Engines must not share a class path: the official and the JavaCPP builds of ONNX Runtime hold
/// the same classes, and CPU and GPU natives clash.
@FunctionalInterface
public interface EngineClasspath {
    String of(String engine);

    /// A folder of native libraries, as {@link dev.assay.core.suite.EngineDescriptor#libraries}
    /// names it, if it is installed.
    default Optional<Path> libraries(String folder) {
        return Optional.empty();
    }

    /// The installed layout: `lib/*` for all, `lib/engines/<engine>/*` for one, and
    /// `lib/native/<folder>` for native libraries.
    static EngineClasspath installed(Path lib) {
        return new EngineClasspath() {
            @Override
            public String of(String engine) {
                Path folder = lib.resolve("engines").resolve(engine);
                if (!Files.isDirectory(folder)) {
                    throw new AssayException(
                            ErrorKind.ENVIRONMENT,
                            "Engine " + engine + " is not installed: there is no folder " + folder);
                }
                return lib.resolve("*") + File.pathSeparator + folder.resolve("*");
            }

            @Override
            public Optional<Path> libraries(String folder) {
                return Optional.of(lib.resolve("native").resolve(folder))
                        .filter(Files::isDirectory);
            }
        };
    }

    /// This process's own class path, for tests.
    static EngineClasspath inherited() {
        return engine -> System.getProperty("java.class.path");
    }
}
