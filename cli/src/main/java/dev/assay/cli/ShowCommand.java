package dev.assay.cli;

import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.verdict.Exit;
import dev.assay.reports.CsvTable;
import dev.assay.reports.MarkdownTable;
import dev.assay.reports.TerminalTable;
import dev.assay.reports.comparison.ComparisonTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A run's table and verdict in the terminal.
@Command(
        name = "show",
        description = "Print a run's table and verdict.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    private static final int WIDTH = 80;

    @Mixin private RunArgument argument = new RunArgument();
    @Mixin private StageOptions options = new StageOptions();
    @ArgGroup private Format format = new Format();

    /// Another form than the terminal's.
    static final class Format {
        @Option(names = "--md", description = "as Markdown")
        private boolean markdown;

        @Option(names = "--csv", description = "as CSV")
        private boolean csv;
    }

    @Override
    public Integer call() {
        RunDirectory run = argument.open(options.home());
        if (format.markdown) {
            Console.out().print(MarkdownTable.render(run));
        } else if (format.csv) {
            Console.out().print(CsvTable.render(run));
        } else if (ComparisonPlan.find(run).isPresent()) {
            Console.out().println(ComparisonTable.render(run, WIDTH));
        } else {
            Console.out().println(TerminalTable.render(run, WIDTH));
        }
        return Exit.CLEAN;
    }
}
