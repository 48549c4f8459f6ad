package dev.assay.cli;

import dev.assay.core.lab.KernelLab;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.verdict.Exit;
import dev.assay.reports.ReportWriter;
import dev.assay.reports.SideBySideWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The last stage on a run directory: writes the page and the charts.
@Command(
        name = "report",
        description = "Write a run's HTML page, charts, JUnit XML and summary.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Mixin private RunArgument argument = new RunArgument();
    @Mixin private StageOptions options = new StageOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "where to write; default: report/ in the run directory, or"
                            + " runs/side-by-side")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--side-by-side",
            arity = "2..*",
            paramLabel = "RUN",
            description = "these runs, of whatever environments, on one page without a verdict")
    private List<Path> sideBySide = new ArrayList<>();

    @Option(
            names = "--kernels",
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "what assay_kernels_bench and torch_operators.py printed on the run's GPU: kept"
                            + " with the run, and shown as its kernel lab")
    private List<Path> kernels = List.of();

    @Override
    public Integer call() {
        if (!sideBySide.isEmpty()) {
            Path folder = out.orElseGet(() -> options.home().runs().resolve("side-by-side"));
            List<RunDirectory> runs = sideBySide.stream().map(RunDirectory::open).toList();
            Console.out().println("Report: " + SideBySideWriter.write(runs, folder));
            return Exit.CLEAN;
        }
        RunDirectory run = argument.open(options.home());
        if (!kernels.isEmpty()) {
            KernelLab.add(run, kernels);
        }
        Console.out().println("Report: " + ReportWriter.write(run, out.orElse(run.report())));
        return Exit.CLEAN;
    }
}
