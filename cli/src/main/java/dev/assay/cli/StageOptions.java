package dev.assay.cli;

import dev.assay.core.AssayException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Options of the commands that run engines on an existing run directory.
final class StageOptions {
    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "limit of one build, fork or comparison; default: ${DEFAULT-VALUE}",
            defaultValue = "300")
    private int timeoutSeconds = 300;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "cache folder; default: $XDG_CACHE_HOME/assay or ~/.cache/assay")
    private Optional<Path> cache = Optional.empty();

    /// @throws AssayException of kind `CONFIG` if it is no time
    Duration timeout() {
        if (timeoutSeconds < 1) {
            throw AssayException.config(
                    "--timeout is %d, it must be at least 1 second".formatted(timeoutSeconds));
        }
        return Duration.ofSeconds(timeoutSeconds);
    }

    AssayHome home() {
        AssayHome home = AssayHome.detect(System.getenv(), Path.of("").toAbsolutePath());
        return cache.map(home::withCache).orElse(home);
    }
}
