package dev.assay.cli;

import dev.assay.core.AssayException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option of the commands with stages that time nothing.
final class JobsOption {
    private static final int MOST = 64;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = {
                "engines to build or compare at a time, never to measure; default: 1,",
                "comparing on the CPU alone 2. Builders time their tactics: builds at one time",
                "disturb each other's choices"
            })
    private @Nullable Integer jobs;

    /// Nothing where the user left it to the stages.
    ///
    /// @throws AssayException of kind `CONFIG` if there are none, or too many
    OptionalInt given() {
        if (jobs == null) {
            return OptionalInt.empty();
        }
        if (jobs < 1 || jobs > MOST) {
            throw AssayException.config("--jobs is %d, it must be 1 to %d".formatted(jobs, MOST));
        }
        return OptionalInt.of(jobs);
    }
}
