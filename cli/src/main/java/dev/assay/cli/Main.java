package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.verdict.Exit;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;

/// The entry point `assay`.
@Command(
        name = "assay",
        description = "Measures inference engines: how fast, and how true.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            QuickCommand.class,
            BenchCommand.class,
            AccuracyCommand.class,
            CompareCommand.class,
            MergeCommand.class,
            ReportCommand.class,
            ShowCommand.class,
            CasesCommand.class,
            DiffCommand.class,
            ImportCommand.class,
            AcceptCommand.class,
            AbCommand.class,
            CalibrateCommand.class,
            PoolsCommand.class,
            RehearseCommand.class,
            ChangePointsCommand.class,
            GenerateCommand.class,
            PackCommand.class,
            ReleaseCommand.class,
            CacheCommand.class,
            TimesCommand.class,
            PrepareCommand.class,
            ProfileCommand.class,
            BoundariesCommand.class,
            LayersCommand.class,
            CheckLayersCommand.class,
            DebugCommand.class,
            ReproCommand.class,
            CocoCommand.class,
            QuantizeCommand.class,
            RewriteCommand.class,
            DoctorCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0    clean",
            "  1    regression: speed or accuracy, NaN and wrong shapes too",
            "  2    not proven: too much is inconclusive or invalid; only with --gate",
            "  3    refused: a baseline, or a shard to merge, is of another environment",
            "  4    cases failed",
            "  64   usage or configuration",
            "  70   internal error, or the machine: disk full, no permission",
            "  130  interrupted"
        })
public final class Main implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        // What Assay prints and writes is read by machines too: the same digits and points
        // everywhere.
        Locale.setDefault(Locale.ROOT);
        try {
            System.exit(commandLine().execute(args));
        } catch (StackOverflowError | OutOfMemoryError e) {
            // Not 1, which the JVM would answer: that says that an output is wrong.
            System.err.println("assay: internal error, please report it: " + e);
            System.exit(Exit.INTERNAL);
        }
    }

    static CommandLine commandLine() {
        IExecutionExceptionHandler onError = Main::onError;
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(onError)
                .setParameterExceptionHandler(Main::onUsage)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpLongOptionsMaxWidth(26)
                .setUsageHelpWidth(80);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static int onUsage(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("assay: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println(
                    "Try '%s --help'"
                            .formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
        }
        return Exit.USAGE;
    }

    private static int onError(
            Exception e, CommandLine commandLine, CommandLine.ParseResult parseResult) {
        PrintWriter err = commandLine.getErr();
        if (e instanceof AssayException assay) {
            err.println("assay: " + assay.getMessage());
            return switch (assay.kind()) {
                case CONFIG, DATA -> Exit.USAGE;
                case ENGINE_BUILD, UNSUPPORTED, INFERENCE -> Exit.CASES_FAILED;
                case ENVIRONMENT, INTERNAL -> Exit.INTERNAL;
            };
        }
        err.println("assay: internal error, please report it with what follows");
        e.printStackTrace(err);
        return Exit.INTERNAL;
    }
}
