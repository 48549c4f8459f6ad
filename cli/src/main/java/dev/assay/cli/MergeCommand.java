package dev.assay.cli;

import dev.assay.core.run.RunDirectory;
import dev.assay.core.shard.RunMerger;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.reports.TerminalTable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Joins what several machines measured of one suite, then compares and reports as a run does.
@Command(
        name = "merge",
        description = "Join the runs of all shards, judge and report them as one.",
        mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
    private static final int WIDTH = 80;

    @Mixin private StageOptions options = new StageOptions();
    @Mixin private BaselineOptions baselines = new BaselineOptions();
    @Mixin private CiOptions ci = new CiOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            description = "run directories that were measured with --shard I/N")
    private List<Path> runs = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "the joined run directory; default: a new one under runs/")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--gate", description = "exit 2 where too much is not proven")
    private boolean gate;

    @Override
    public Integer call() {
        ci.begin();
        RunMerger merger = RunMerger.of(runs);
        List<String> differences = merger.differences();
        if (!differences.isEmpty()) {
            Console.err().println("assay: these shards ran in unlike environments:");
            differences.forEach(it -> Console.err().println("  " + it));
            Console.err().println("Set them side by side: assay report --side-by-side RUN RUN");
            return Exit.REFUSED;
        }
        RunDirectory run = merge(merger, InstantSource.system().instant());
        RunVerdict verdict = Stages.compare(run, baselines, gate);
        run.info()
                .ifPresent(info ->
                        run.writeInfo(
                                info.finish(info.finished().orElseThrow(), verdict.exitCode())));
        Path index = Stages.report(run);
        Console.out().println(TerminalTable.render(run, WIDTH));
        Console.out().println("Report: " + index);
        return ci.finishWithReport(run, verdict);
    }

    private RunDirectory merge(RunMerger merger, Instant now) {
        Path folder = options.home().runs();
        String id = RunIds.create(now, merger.suite(), RandomGenerator.getDefault());
        RunDirectory run =
                merger.into(
                        out.orElseGet(() -> folder.resolve(id)),
                        id,
                        CommandLineText.current(),
                        now);
        if (out.isEmpty()) {
            RunIds.pointLatest(folder, run.root());
        }
        return run;
    }
}
