package dev.assay.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where accepted speeds are kept.
final class BaselineOptions {
    @Option(
            names = "--baselines",
            paramLabel = "DIR",
            description = "folder of accepted speeds; default: .assay/baselines")
    private Optional<Path> folder = Optional.empty();

    Path folder() {
        return folder.orElse(Path.of(".assay", "baselines")).toAbsolutePath();
    }
}
