package dev.assay.core.rehearsal;

import dev.assay.core.AssayException;
import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.Turn;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome.Measured;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.run.Timing;
import dev.assay.core.suite.CaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes a comparison of a suite with itself out of forks that are there.
///
/// A pool's valid forks go to the two sides in turn, in the order in which they were measured:
/// whatever the machine did meanwhile falls on both alike, as in an `ab`.
public final class PoolHalves {
    private PoolHalves() {}

    /// @param pools of which the reference's forks are taken
    /// @param folder of the comparison, which must hold no run yet
    /// @param margin of its verdicts
    /// @return a run whose verdicts are still to be given, by the stage that compares
    /// @throws AssayException if a case has fewer than two valid forks for each side
    public static RunDirectory compare(RunDirectory pools, Path folder, double margin) {
        PoolPlan plan =
                PoolPlan.find(pools)
                        .orElseThrow(() ->
                                AssayException.config(
                                        pools.root() + " holds no pools: see 'assay pools'"));
        RunDirectory run = new RunDirectory(folder);
        if (run.info().isPresent()) {
            throw AssayException.config(folder + " already holds a run: choose another");
        }
        Map<CaseId, List<Measured>> forks = valid(pools);
        int perSide = forks.values().stream().mapToInt(it -> it.size() / 2).min().orElse(0);
        if (perSide < 2) {
            throw AssayException.config(
                    "%s has a case with fewer than four valid forks of the reference"
                            .formatted(pools.root()));
        }
        RunDirectory reference = ComparisonPlan.reference(run);
        List.of(run, reference).forEach(it -> describeLike(pools, it));
        ComparisonPlan.of(plan.reference(), plan.reference(), plan.seed(), 0, perSide, margin)
                .write(run);
        forks.forEach((caseId, measured) -> {
            for (int fork = 0; fork < perSide; fork++) {
                take(pools, measured.get(2 * fork), caseId, fork, reference);
                take(pools, measured.get(2 * fork + 1), caseId, fork, run);
                new Turn(Turn.SCHEMA, caseId, fork, Turn.Stage.CONFIRM, Turn.Side.A, false)
                        .append(run);
            }
        });
        return run;
    }

    private static Map<CaseId, List<Measured>> valid(RunDirectory pools) {
        Map<CaseId, List<Measured>> forks = new TreeMap<>();
        for (MeasurementRow row : pools.measurements()) {
            if (row.outcome() instanceof Measured measured
                    && measured.measurement().validity().valid()) {
                forks.computeIfAbsent(row.caseId(), _ -> new ArrayList<>()).add(measured);
            }
        }
        return forks;
    }

    private static void describeLike(RunDirectory pools, RunDirectory side) {
        RunInfo info =
                pools.info()
                        .orElseThrow(() -> AssayException.data(pools.root() + " has no run.json"));
        side.writeInfo(info);
        pools.environment().ifPresent(side::writeEnvironment);
        copy(pools.suiteFile(), side.suiteFile());
    }

    /// With its samples, where they were kept.
    private static void take(
            RunDirectory pools, Measured fork, CaseId caseId, int number, RunDirectory side) {
        side.append(new MeasurementRow(caseId, number, fork));
        for (Timing timing : fork.measurement().timings()) {
            Path samples = pools.root().resolve(timing.samples().file());
            if (Files.exists(samples)) {
                copy(samples, side.root().resolve(timing.samples().file()));
            }
        }
    }

    private static void copy(Path from, Path to) {
        try {
            AtomicFile.write(to, Files.readAllBytes(from));
        } catch (IOException e) {
            throw AssayException.data("Cannot read " + from + ": " + e);
        }
    }
}
