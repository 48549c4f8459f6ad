package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.EngineDescriptor;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the processes of an engine load classes and native libraries from.
///
/// Engines must not share a class path: the official and the JavaCPP builds of ONNX Runtime hold
/// the same classes, and CPU and GPU natives clash.
@FunctionalInterface
public interface EngineClasspath {
    /// What a user can do about an engine that is not installed.
    String REMEDY =
            "a clone gets the engines for GPUs by ./run-all.sh --gpu, a release or kit has those that it"
                    + " was made with (docs/offline-gpu-host.md)";

    /// @throws AssayException of kind `ENVIRONMENT` if the engine is not installed
    String of(EngineDescriptor engine);

    /// A folder of native libraries, as {@link dev.assay.core.suite.EngineDescriptor#libraries}
    /// names it, if it is installed.
    default Optional<Path> libraries(String folder) {
        return Optional.empty();
    }

    /// The installed layout: `lib/*` for all, `lib/engines/<folder>/*` for one engine or for those
    /// of one library, and `lib/native/<folder>` for native libraries.
    static EngineClasspath installed(Path lib) {
        return new EngineClasspath() {
            @Override
            public String of(EngineDescriptor engine) {
                List<String> entries = new ArrayList<>(List.of(lib.resolve("*").toString()));
                for (String name : engine.classes()) {
                    Path folder = lib.resolve("engines").resolve(name);
                    if (!Files.isDirectory(folder)) {
                        throw new AssayException(
                                ErrorKind.ENVIRONMENT,
                                "Engine %s is not installed: there is no folder %s; %s"
                                        .formatted(engine.id(), folder, REMEDY));
                    }
                    entries.add(folder.resolve("*").toString());
                }
                return String.join(File.pathSeparator, entries);
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
