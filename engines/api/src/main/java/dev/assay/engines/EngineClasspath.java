package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.tensorrt.TensorRtLine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /// Jars of Assay itself.
    Pattern OWN_JAR = Pattern.compile("/assay-[^/]*\\.jar$");

    /// @throws AssayException of kind `ENVIRONMENT` if the engine is not installed
    String of(EngineDescriptor engine);

    /// The class path of an engine that calls TensorRT, with the bindings of one line.
    ///
    /// @throws AssayException of kind `ENVIRONMENT` if the engine or the bindings are not installed
    default String of(EngineDescriptor engine, TensorRtLine line) {
        return of(engine);
    }

    /// A folder of native libraries, as {@link dev.assay.core.suite.EngineDescriptor#libraries}
    /// names it, if it is installed.
    default Optional<Path> libraries(String folder) {
        return Optional.empty();
    }

    /// The installed layout: `lib/*` for all, `lib/engines/<folder>/*` for one engine or for those
    /// of one library, `lib/native/<folder>` for native libraries, and `lib/lines/<line>/*` for the
    /// bindings of a TensorRT that Assay does not bring.
    static EngineClasspath installed(Path lib) {
        return new EngineClasspath() {
            @Override
            public String of(EngineDescriptor engine) {
                return path(folders(engine).stream().map(EngineClasspath::all));
            }

            /// Assay's own classes alone come from the engine's folder: next to them lie the
            /// bindings of Assay's own TensorRT, some classes of which no other line has.
            @Override
            public String of(EngineDescriptor engine, TensorRtLine line) {
                if (line == TensorRtLine.own()) {
                    return of(engine);
                }
                Path bindings = lib.resolve("lines").resolve(line.toString());
                if (!Files.isDirectory(bindings)) {
                    throw new AssayException(
                            ErrorKind.ENVIRONMENT,
                            "The bindings of TensorRT %s are not installed: there is no folder %s"
                                    .formatted(line, bindings));
                }
                return path(
                        Stream.concat(
                                folders(engine).stream().flatMap(it -> ownJars(it).stream()),
                                Stream.of(all(bindings))));
            }

            private List<Path> folders(EngineDescriptor engine) {
                List<Path> folders = new ArrayList<>();
                for (String name : engine.classes()) {
                    Path folder = lib.resolve("engines").resolve(name);
                    if (!Files.isDirectory(folder)) {
                        throw new AssayException(
                                ErrorKind.ENVIRONMENT,
                                "Engine %s is not installed: there is no folder %s; %s"
                                        .formatted(engine.id(), folder, REMEDY));
                    }
                    folders.add(folder);
                }
                return folders;
            }

            private String path(Stream<String> entries) {
                return Stream.concat(Stream.of(all(lib)), entries)
                        .collect(Collectors.joining(File.pathSeparator));
            }

            @Override
            public Optional<Path> libraries(String folder) {
                return Optional.of(lib.resolve("native").resolve(folder))
                        .filter(Files::isDirectory);
            }
        };
    }

    private static String all(Path folder) {
        return folder.resolve("*").toString();
    }

    private static List<String> ownJars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(it -> OWN_JAR.matcher(it).find())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + folder + ": " + e, e);
        }
    }

    /// This process's own class path, for tests.
    static EngineClasspath inherited() {
        return engine -> System.getProperty("java.class.path");
    }
}
