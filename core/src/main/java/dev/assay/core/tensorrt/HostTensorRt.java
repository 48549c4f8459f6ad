package dev.assay.core.tensorrt;

import dev.assay.core.AssayException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A TensorRT that the user or the host brings.
///
/// @param folder of its libraries, for the loader's path
/// @param version as the library itself says
/// @param line that it is called through
public record HostTensorRt(Path folder, TensorRtVersion version, TensorRtLine line) {
    private static final Pattern LIBRARY = Pattern.compile("libnvinfer\\.so(\\.[0-9.]+)?");

    /// A symbol of every libnvinfer, named after its version.
    private static final Pattern SYMBOL = Pattern.compile("\0tensorrt_version_([0-9_]+)\0");

    /// Below the folder of NVIDIA's archives, of its Python packages' and of Debian's.
    private static final List<String> INSIDE =
            List.of("", "lib", "lib64", "targets/x86_64-linux-gnu/lib");

    private static final List<String> CONTAINER_VARIABLES =
            List.of("TRT_VERSION", "TENSORRT_VERSION");

    /// Where NVIDIA's containers have their libraries, beside the loader's path.
    private static final List<Path> SYSTEM =
            List.of(
                    Path.of("/usr/lib/x86_64-linux-gnu"),
                    Path.of("/usr/local/tensorrt"),
                    Path.of("/opt/tensorrt"));

    /// The TensorRT in a folder, or in its folder `lib`.
    ///
    /// @throws AssayException of kind `CONFIG` if there is none, or none that Assay can call
    public static HostTensorRt in(Path given) {
        if (!Files.isDirectory(given)) {
            throw AssayException.config("there is no folder " + given);
        }
        for (String inside : INSIDE) {
            Path folder = given.toAbsolutePath().resolve(inside).normalize();
            List<TensorRtVersion> versions = versions(folder);
            if (!versions.isEmpty()) {
                return newest(folder, versions);
            }
        }
        throw AssayException.config(
                "%s holds no libnvinfer.so, nor does its folder lib: name the folder of TensorRT's libraries"
                        .formatted(given));
    }

    /// The TensorRT of the container that this process runs in, if it is one of NVIDIA's that has
    /// one.
    ///
    /// @param variables of the process
    /// @throws AssayException as {@link #in} does
    public static Optional<HostTensorRt> ofContainer(Map<String, String> variables) {
        return ofContainer(variables, SYSTEM);
    }

    static Optional<HostTensorRt> ofContainer(Map<String, String> variables, List<Path> system) {
        if (CONTAINER_VARIABLES.stream().noneMatch(variables::containsKey)) {
            return Optional.empty();
        }
        String path = variables.getOrDefault("LD_LIBRARY_PATH", "");
        return Stream.concat(
                        Arrays.stream(path.split(File.pathSeparator, -1))
                                .filter(it -> !it.isEmpty())
                                .map(Path::of),
                        system.stream())
                .filter(folder ->
                        INSIDE.stream().anyMatch(it -> !files(folder.resolve(it)).isEmpty()))
                .findFirst()
                .map(HostTensorRt::in);
    }

    private static HostTensorRt newest(Path folder, List<TensorRtVersion> versions) {
        TensorRtVersion version =
                versions.stream()
                        .filter(it -> TensorRtLine.of(it).isPresent())
                        .max(Comparator.naturalOrder())
                        .orElseThrow(() -> refused(folder, versions));
        TensorRtLine line = TensorRtLine.of(version).orElseThrow();
        List<String> missing =
                Stream.of("libnvinfer.so.", "libnvinfer_plugin.so.", "libnvonnxparser.so.")
                        .map(it -> it + version.major())
                        .filter(it -> !Files.exists(folder.resolve(it)))
                        .toList();
        if (!missing.isEmpty()) {
            // Another version's would be found in their place.
            throw AssayException.config(
                    "%s holds TensorRT %s without %s: put them there, under these names"
                            .formatted(folder, version, String.join(", ", missing)));
        }
        return new HostTensorRt(folder, version, line);
    }

    private static AssayException refused(Path folder, List<TensorRtVersion> versions) {
        return AssayException.config(
                "%s holds TensorRT %s; Assay calls %s"
                        .formatted(
                                folder,
                                String.join(
                                        " and ",
                                        versions.stream().map(TensorRtVersion::toString).toList()),
                                TensorRtLine.takes()));
    }

    private static List<TensorRtVersion> versions(Path folder) {
        List<TensorRtVersion> found = new ArrayList<>();
        for (Path file : files(folder)) {
            found.add(
                    version(file)
                            .orElseThrow(() ->
                                    AssayException.config(
                                            "%s is no TensorRT that says its version: it is damaged, or a link to nowhere"
                                                    .formatted(file))));
        }
        return found.stream().distinct().toList();
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(it -> LIBRARY.matcher(it.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw AssayException.config("%s cannot be read: %s".formatted(folder, e));
        }
    }

    private static Optional<TensorRtVersion> version(Path file) {
        try {
            Path real = file.toRealPath();
            Matcher symbol = SYMBOL.matcher(ElfNames.of(real).orElse(""));
            return symbol.find()
                    ? TensorRtVersion.in(symbol.group(1))
                    : Optional.of(real.getFileName().toString())
                            .filter(it -> it.matches("libnvinfer\\.so\\.\\d+\\.\\d+\\.\\d+.*"))
                            .flatMap(it ->
                                    TensorRtVersion.in(it.substring("libnvinfer.so.".length())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// What it is and what calls it, for people.
    public String sentence() {
        String bindings =
                line == TensorRtLine.own()
                        ? "called through the bindings of " + line
                        : "called through the bindings of %s, with the host's CUDA %d"
                                .formatted(line, line.cuda());
        return "%s in %s, %s%s"
                .formatted(
                        version,
                        folder,
                        bindings,
                        line.stronglyTypedOnly()
                                ? "; strongly typed networks only: fp16, bf16, int8 and fp8 need typing: strong"
                                : "");
    }
}
