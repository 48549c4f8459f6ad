package dev.assay.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/// Where accepted speeds are kept.
final class BaselineOptions {
    @Option(
            names = "--baselines",
            paramLabel = "DIR",
            description = "folder of accepted speeds; default: .assay/baselines")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--subject",
            paramLabel = "FIELD",
            split = ",",
            description =
                    "fields of the environment, or of engines, that may differ from the baseline's"
                            + " because they are what is compared, e.g. gpu.driver")
    private Set<String> subject = new TreeSet<>();

    /// Fields that may differ from the baseline's.
    Set<String> subject() {
        return subject;
    }

    Path folder() {
        return folder.orElse(Path.of(".assay", "baselines")).toAbsolutePath();
    }
}
