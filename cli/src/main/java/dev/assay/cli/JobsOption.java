package dev.assay.cli;

import dev.assay.core.AssayException;
import picocli.CommandLine.Option;

/// The option of the commands with stages that time nothing.
final class JobsOption {
    private static final int MOST = 64;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = {
                "engines to build or compare at a time, never to measure; default:",
                "${DEFAULT-VALUE}. Builders time their tactics: builds at one time disturb each",
                "other's choices"
            },
            defaultValue = "1")
    private int jobs = 1;

    /// @throws AssayException of kind `CONFIG` if there are none, or too many
    int count() {
        if (jobs < 1 || jobs > MOST) {
            throw AssayException.config("--jobs is %d, it must be 1 to %d".formatted(jobs, MOST));
        }
        return jobs;
    }
}
