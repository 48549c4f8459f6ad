package dev.assay.engines;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where CUPTI lies, which notes kernels and named ranges.
final class KernelLibrary {
    private KernelLibrary() {}

    /// Where CUDA's toolkits put it.
    private static List<String> toolkits(int cuda) {
        return List.of(
                "/usr/local/cuda/extras/CUPTI/lib64",
                "/usr/local/cuda-%d/extras/CUPTI/lib64".formatted(cuda),
                "/usr/local/cuda/lib64");
    }

    /// @param loaderPath folders that the loader searches, in their order
    /// @param cuda major version of the CUDA that the process loads
    static Optional<Path> find(String loaderPath, int cuda) {
        return Stream.concat(
                        Arrays.stream(loaderPath.split(File.pathSeparator, -1)),
                        toolkits(cuda).stream())
                .filter(it -> !it.isEmpty())
                .map(folder -> Path.of(folder, "libcupti.so." + cuda))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
