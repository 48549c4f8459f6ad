package dev.assay.cli;

import dev.assay.core.run.RunDirectory;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which run a command works on.
final class RunArgument {
    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            description = "run directory; default: runs/latest")
    private Optional<Path> positional = Optional.empty();

    @Option(names = "--run", paramLabel = "DIR", description = "the same, as an option")
    private Optional<Path> option = Optional.empty();

    /// What stands in the place of a run, as it was typed.
    Optional<String> text() {
        return positional.map(Path::toString);
    }

    RunDirectory open(AssayHome home) {
        return RunDirectory.open(positional.or(() -> option).orElseGet(home::latestRun));
    }
}
