package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.SideForks;
import dev.assay.core.comparison.Subject;
import dev.assay.core.rehearsal.PoolPlan;
import dev.assay.core.rehearsal.Rehearsal;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.ab.DecisionPolicy;
import dev.assay.reports.comparison.RehearsalTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Tries the gate on recorded forks: how often is it wrong, how often does it see what is there?
@Command(
        name = "rehearse",
        description = {
            "Draw small comparisons from many forks, and count right and false verdicts.",
            "The forks are of an 'assay pools' or 'assay ab': a against a, where every change is false, and a against each b.",
            "Pools come from 'assay pools --candidate slowdown=0.05 --out DIR'."
        },
        mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
    private static final int TERMINAL_WIDTH = 92;

    @Mixin private RunArgument argument = new RunArgument();
    @Mixin private StageOptions options = new StageOptions();

    @Option(
            names = "--with",
            paramLabel = "DIR",
            description =
                    "pools of other cases under the same subjects, to be judged together; once for"
                            + " each")
    private List<Path> others = new ArrayList<>();

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
        Rehearsal rehearsal = new Rehearsal(forks, resamples, margin, seed);
        if (PoolPlan.find(run).isPresent()) {
            List<RunDirectory> pools = new ArrayList<>(List.of(run));
            others.forEach(it -> pools.add(RunDirectory.open(it)));
            rehearse(rehearsal, pools);
        } else {
            rehearse(rehearsal, run);
        }
        return Exit.CLEAN;
    }

    private static void rehearse(Rehearsal rehearsal, List<RunDirectory> pools) {
        List<PoolPlan> plans = pools.stream().map(RehearseCommand::plan).toList();
        PoolPlan plan = plans.getFirst();
        for (int i = 1; i < plans.size(); i++) {
            if (!plans.get(i).sameSubjects(plan)) {
                throw AssayException.config(
                        "%s has other subjects than %s"
                                .formatted(pools.get(i).root(), pools.getFirst().root()));
            }
        }
        Map<CaseId, List<Double>> reference = seconds(pools, 0);
        same(rehearsal, plan.reference(), reference);
        for (int i = 1; i < plan.subjects(); i++) {
            against(rehearsal, plan.subject(i), reference, seconds(pools, i));
        }
    }

    private static PoolPlan plan(RunDirectory run) {
        return PoolPlan.find(run)
                .orElseThrow(() ->
                        AssayException.config(run.root() + " holds no pools: see 'assay pools'"));
    }

    private static Map<CaseId, List<Double>> seconds(List<RunDirectory> pools, int subject) {
        Map<CaseId, List<Double>> seconds = new TreeMap<>();
        pools.forEach(it -> seconds.putAll(SideForks.validSeconds(PoolPlan.folder(it, subject))));
        return seconds;
    }

    private static void rehearse(Rehearsal rehearsal, RunDirectory run) {
        ComparisonPlan plan =
                ComparisonPlan.find(run)
                        .orElseThrow(() ->
                                AssayException.config(
                                        run.root()
                                                + " holds no pools and compares no two subjects:"
                                                + " see 'assay pools' and 'assay ab'"));
        Map<CaseId, List<Double>> a = SideForks.validSeconds(ComparisonPlan.reference(run));
        same(rehearsal, plan.a(), a);
        against(rehearsal, plan.b(), a, SideForks.validSeconds(run));
    }

    private static void same(Rehearsal rehearsal, Subject subject, Map<CaseId, List<Double>> pool) {
        print(rehearsal, "a against a", subject, rehearsal.same(pool));
    }

    private static void against(
            Rehearsal rehearsal,
            Subject candidate,
            Map<CaseId, List<Double>> reference,
            Map<CaseId, List<Double>> pool) {
        print(rehearsal, "a against b", candidate, rehearsal.against(reference, pool));
    }

    private static void print(
            Rehearsal rehearsal, String title, Subject subject, Rehearsal.Outcome outcome) {
        Console.out()
                .print(
                        RehearsalTable.render(
                                rehearsal,
                                "%s (%s)".formatted(title, subject.label()),
                                outcome,
                                TERMINAL_WIDTH));
    }
}
