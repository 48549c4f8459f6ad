package dev.assay.cli;

import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.verdict.Exit;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists the cases of a suite.
@Command(
        name = "cases",
        description = "List the cases that a suite expands to.",
        mixinStandardHelpOptions = true)
final class CasesCommand implements Callable<Integer> {
    @Mixin private SuiteOptions suite = new SuiteOptions();
    @Mixin private RunOptions options = new RunOptions();

    @Override
    public Integer call() {
        EngineCatalog catalog = EngineCatalog.standard();
        print(Console.out(), SuiteOptions.expand(suite.read(options.home(), catalog), catalog));
        return Exit.CLEAN;
    }

    static void print(PrintStream out, List<BenchmarkCase> cases) {
        for (BenchmarkCase benchmarkCase : cases) {
            out.println(
                    benchmarkCase.id()
                            + benchmarkCase
                                    .skipped()
                                    .map(reason -> "  (skipped: " + reason + ")")
                                    .orElse(""));
        }
    }
}
