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
    private static final String NAME = "libcupti.so.12";

    /// Where CUDA's toolkits put it.
    private static final List<String> TOOLKITS =
            List.of(
                    "/usr/local/cuda/extras/CUPTI/lib64",
                    "/usr/local/cuda-12/extras/CUPTI/lib64",
                    "/usr/local/cuda/lib64");

    private KernelLibrary() {}

    /// @param loaderPath folders that the loader searches, in their order
    static Optional<Path> find(String loaderPath) {
        return Stream.concat(
                        Arrays.stream(loaderPath.split(File.pathSeparator, -1)), TOOLKITS.stream())
                .filter(it -> !it.isEmpty())
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
