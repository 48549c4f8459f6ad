package dev.assay.cli.pack;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.tensorrt.TensorRtLine;
import dev.assay.engines.EngineClasspath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which files of an installed Assay a kit takes along.
///
/// @param dist the installed Assay
/// @param referenceData suites, models, inputs and stored outputs
/// @param engines that the kit is for
/// @param withLarge whether reference data goes along that a clone does not have
public record KitContents(
        Path dist, Path referenceData, List<EngineDescriptor> engines, boolean withLarge) {
    private static final String LARGE = "large";

    /// Beside the reference data, as in a clone.
    private static final String PLUGINS = "plugins-cuda/build/release/libassay_plugins.so";

    private static final Set<String> LEFT_OUT = Set.of("__pycache__");

    public KitContents {
        engines = List.copyOf(engines);
    }

    /// In the order of their names.
    ///
    /// @throws AssayException if an engine, or the native libraries of one, are not installed
    List<KitFile> files() {
        List<KitFile> files = new ArrayList<>();
        files.addAll(folder("bin"));
        files.addAll(folder("lib"));
        for (String folder : classFolders()) {
            files.addAll(folder("lib/engines/" + folder));
        }
        if (engines.stream().anyMatch(EngineDescriptor::callsTensorRt)) {
            // For a TensorRT that the host has: which one is only known there.
            for (TensorRtLine line : TensorRtLine.values()) {
                files.addAll(folder("lib/lines/" + line));
            }
        }
        for (String folder : nativeFolders()) {
            files.addAll(folder("lib/native/" + folder));
        }
        files.addAll(referenceFiles());
        files.addAll(plugins());
        return List.copyOf(files);
    }

    private Set<String> classFolders() {
        Set<String> folders = new TreeSet<>();
        for (EngineDescriptor engine : engines) {
            for (String folder : engine.classes()) {
                if (folder("lib/engines/" + folder).isEmpty()) {
                    throw missing(
                            "Engine %s is not installed: there is nothing in %s; %s"
                                    .formatted(
                                            engine.id(),
                                            dist.resolve("lib/engines/" + folder),
                                            EngineClasspath.REMEDY));
                }
                folders.add(folder);
            }
        }
        return folders;
    }

    private Set<String> nativeFolders() {
        Set<String> folders = new TreeSet<>();
        for (EngineDescriptor engine : engines) {
            for (String folder : engine.libraries()) {
                boolean missing = folder("lib/native/" + folder).isEmpty();
                if (missing && engine.device() == Device.EITHER) {
                    continue;
                }
                if (missing) {
                    throw missing(
                            "The native libraries of %s are not installed (%s): build with ./run-all.sh --gpu, which needs no GPU"
                                    .formatted(
                                            engine.id(),
                                            dist.resolve("lib/native").resolve(folder)));
                }
                folders.add(folder);
            }
        }
        return folders;
    }

    private static AssayException missing(String message) {
        return new AssayException(ErrorKind.ENVIRONMENT, message);
    }

    /// The files of one folder without those of folders in it.
    private List<KitFile> folder(String name) {
        Path folder = dist.resolve(name);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(file))
                    .sorted()
                    .map(file -> KitFile.of(name + "/" + file.getFileName(), file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The plugin library that the ladders' suites name, where it is built.
    private List<KitFile> plugins() {
        Path library = referenceData.resolveSibling(PLUGINS);
        return Files.isRegularFile(library) ? List.of(KitFile.of(PLUGINS, library)) : List.of();
    }

    private List<KitFile> referenceFiles() {
        try (Stream<Path> found = Files.walk(referenceData)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> goesAlong(referenceData.relativize(file)))
                    .sorted()
                    .map(file ->
                            KitFile.of(
                                    "reference-data/" + slashes(referenceData.relativize(file)),
                                    file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean goesAlong(Path relative) {
        if (!withLarge && relative.startsWith(LARGE)) {
            return false;
        }
        for (Path part : relative) {
            if (LEFT_OUT.contains(part.toString()) || isHidden(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    static String slashes(Path relative) {
        return relative.toString().replace('\\', '/');
    }
}
