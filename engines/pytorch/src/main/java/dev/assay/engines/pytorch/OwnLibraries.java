package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Loads the CUDA libraries that were installed for LibTorch before any others of their names.
///
/// CUDA 12 and CUDA 13 have libraries of one name: `libcudnn.so.9`, `libcusparse.so.12`,
/// `libcurand.so.10`. JavaCPP maps those of a toolkit in `/usr/local/cuda` first, whatever the
/// loader's path says, and LibTorch is then given what was loaded first under the name: a cuDNN for
/// another CUDA.
final class OwnLibraries {
    private static final String TORCH = "libtorch_cuda.so";

    private static final Pattern SHARED =
            Pattern.compile("lib(cudnn\\w*|cusparse|curand)\\.so\\.\\d+");

    private OwnLibraries() {}

    /// Does nothing where LibTorch is built for CPUs.
    ///
    /// @throws AssayException of kind `ENVIRONMENT` if one of them cannot be loaded
    @SuppressWarnings("restricted")
    static void loadFirst() {
        for (Path library : find(String.valueOf(System.getenv("LD_LIBRARY_PATH")))) {
            try {
                System.load(library.toString());
            } catch (UnsatisfiedLinkError e) {
                throw AssayException.environment(
                        "LibTorch's CUDA library %s cannot be loaded: %s"
                                .formatted(library, e.getMessage()),
                        e);
            }
        }
    }

    /// The libraries in the order of their names, each from the first folder that has it.
    ///
    /// @param loaderPath folders with colons between them
    /// @return none without LibTorch for CUDA in one of the folders
    static Collection<Path> find(String loaderPath) {
        List<Path> folders =
                Stream.of(loaderPath.split(File.pathSeparator))
                        .filter(it -> !it.isEmpty())
                        .map(it -> Path.of(it).toAbsolutePath())
                        .filter(Files::isDirectory)
                        .toList();
        if (folders.stream().noneMatch(it -> Files.isRegularFile(it.resolve(TORCH)))) {
            return List.of();
        }
        Map<String, Path> byName = new TreeMap<>();
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                String name = file.getFileName().toString();
                if (SHARED.matcher(name).matches()) {
                    byName.putIfAbsent(name, file);
                }
            }
        }
        return new ArrayList<>(byName.values());
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw AssayException.environment("Cannot list " + folder + ": " + e, e);
        }
    }
}
