package dev.assay.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// Looks for what is wrong inside an engine.
@Command(
        name = "debug",
        description = "Find the node of a model that an engine computes wrongly, or too coarsely.",
        mixinStandardHelpOptions = true,
        subcommands = {DivergenceCommand.class, PrecisionCommand.class})
final class DebugCommand implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "What to look for? `assay debug divergence` or `precision`");
    }
}
