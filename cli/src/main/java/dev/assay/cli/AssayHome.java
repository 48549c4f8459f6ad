package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.engines.EngineClasspath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where things are on this machine.
///
/// @param dist the installed Assay (`bin`, `lib`); absent when it runs from class files, as in
///   tests
/// @param referenceData suites, models, inputs and stored outputs
/// @param cache of the user, for what outlives a run
/// @param runs where new run directories go
record AssayHome(Optional<Path> dist, Optional<Path> referenceData, Path cache, Path runs) {
    /// From the launcher's `assay.home` property, `XDG_CACHE_HOME` and the current folder.
    static AssayHome detect(Map<String, String> variables, Path currentFolder) {
        Optional<Path> dist =
                Optional.ofNullable(System.getProperty("assay.home"))
                        .map(Path::of)
                        .map(path -> path.toAbsolutePath().normalize());
        Optional<Path> data =
                dist.flatMap(path ->
                                // A release has its own, also where it lies in a clone.
                                Optional.of(path.resolve("reference-data"))
                                        .filter(Files::isDirectory)
                                        .or(() ->
                                                Optional.of(path.resolveSibling("reference-data"))))
                        .filter(Files::isDirectory);
        return new AssayHome(dist, data, userCache(variables), currentFolder.resolve("runs"));
    }

    private static Path userCache(Map<String, String> variables) {
        return Optional.ofNullable(variables.get("XDG_CACHE_HOME"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElseGet(() -> homeFolder(variables).resolve(".cache"))
                .resolve("assay")
                .toAbsolutePath();
    }

    /// Of a user whom the host does not know, as in a container started with `--user`, Java says
    /// "?".
    private static Path homeFolder(Map<String, String> variables) {
        return Optional.of(System.getProperty("user.home"))
                .filter(it -> !it.equals("?"))
                .or(() -> Optional.ofNullable(variables.get("HOME")).filter(it -> !it.isBlank()))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }

    AssayHome withCache(Path folder) {
        return new AssayHome(dist, referenceData, folder.toAbsolutePath(), runs);
    }

    /// Always in the user's own cache: two runs with different caches still share the machine.
    Path locks() {
        return userCache(System.getenv()).resolve("locks");
    }

    EngineClasspath engineClasspath() {
        return dist.map(path -> EngineClasspath.installed(path.resolve("lib")))
                .orElseGet(EngineClasspath::inherited);
    }

    Path defaultSuite() {
        return referenceData
                .map(data ->
                        data.resolve("suites").resolve(gpuInstalled() ? "gpu.yml" : "smoke.yml"))
                .filter(Files::isRegularFile)
                .orElseThrow(() ->
                        AssayException.config(
                                "There is no default suite here: give one with --suite"));
    }

    /// Assay was unpacked from a release or a kit: it runs in a Java of its own, and nothing builds
    /// it.
    boolean released() {
        return dist.map(path -> Files.isDirectory(path.resolve("jre"))).orElse(false);
    }

    /// Assay was built for a machine with a GPU: the natives of its engines are here.
    boolean gpuInstalled() {
        return dist.map(path -> Files.isDirectory(path.resolve("lib/native"))).orElse(false);
    }

    Path latestRun() {
        return runs.resolve("latest");
    }
}
