package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.SideForks;
import dev.assay.core.rehearsal.Rehearsal;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.ab.DecisionPolicy;
import dev.assay.reports.comparison.RehearsalTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Tries the gate on recorded forks: how often is it wrong, how often does it see what is there?
@Command(
        name = "rehearse",
        description = {
            "Draw small comparisons from the many forks of an 'assay ab', and count verdicts:",
            "a against a, where every change is false, and a against b. Pools come from",
            "'assay ab --b slowdown=0.05 --screen 0 --forks 40'."
        },
        mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
    private static final int TERMINAL_WIDTH = 80;

    @Mixin private RunArgument argument = new RunArgument();
    @Mixin private StageOptions options = new StageOptions();

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "forks a side of a resample; default: ${DEFAULT-VALUE}",
            defaultValue = "5")
    private int forks = 5;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            description = "default: ${DEFAULT-VALUE}",
            defaultValue = "20")
    private int resamples = 20;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of the draws; default: ${DEFAULT-VALUE}",
            defaultValue = "1")
    private long seed = 1;

    @Option(
            names = "--margin",
            paramLabel = "SHARE",
            description = "change up to which both count as equal; default: ${DEFAULT-VALUE}",
            defaultValue = "" + DecisionPolicy.DEFAULT_MARGIN)
    private double margin = DecisionPolicy.DEFAULT_MARGIN;

    @Override
    public Integer call() {
        RunDirectory run = argument.open(options.home());
        ComparisonPlan plan =
                ComparisonPlan.find(run)
                        .orElseThrow(() ->
                                AssayException.config(
                                        run.root() + " compares no two subjects: see 'assay ab'"));
        var a = SideForks.validSeconds(ComparisonPlan.reference(run));
        var b = SideForks.validSeconds(run);
        Rehearsal rehearsal = new Rehearsal(forks, resamples, margin, seed);
        Console.out()
                .print(
                        RehearsalTable.render(
                                rehearsal,
                                "a against a (%s)".formatted(plan.a().label()),
                                rehearsal.same(a),
                                TERMINAL_WIDTH));
        Console.out()
                .print(
                        RehearsalTable.render(
                                rehearsal,
                                "a against b (%s)".formatted(plan.b().label()),
                                rehearsal.against(a, b),
                                TERMINAL_WIDTH));
        return Exit.CLEAN;
    }
}
