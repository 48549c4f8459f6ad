package dev.assay.cli;

import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.Screening;
import dev.assay.core.comparison.Turn;
import dev.assay.core.comparison.Turn.Side;
import dev.assay.core.comparison.Turn.Stage;
import dev.assay.core.comparison.TurnOrder;
import dev.assay.core.comparison.TurnOrder.Pair;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.StageListener;
import dev.assay.core.suite.CaseId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Measures the forks of two subjects in turn: a screen of all cases, then fresh forks of those
/// that seem changed.
///
/// The order follows from the plan's seed and from what was measured, so that a comparison that was
/// killed goes on where it stopped.
final class TakeTurns {
    private final RunDirectory run;
    private final ComparisonPlan plan;
    private final Screening screening;
    private final SubjectRun a;
    private final SubjectRun b;
    private final StageListener listener;
    private final BooleanSupplier timeLeft;
    private final TurnOrder order;
    private final Map<CaseId, Integer> next = new TreeMap<>();
    private final Set<String> begun = new HashSet<>();

    /// @param timeLeft whether another turn may begin
    TakeTurns(
            RunDirectory run,
            ComparisonPlan plan,
            Screening screening,
            SubjectRun a,
            SubjectRun b,
            StageListener listener,
            BooleanSupplier timeLeft) {
        this.run = run;
        this.plan = plan;
        this.screening = screening;
        this.a = a;
        this.b = b;
        this.listener = listener;
        this.timeLeft = timeLeft;
        this.order = new TurnOrder(plan.seed());
        Turn.of(run).forEach(it -> begun.add(key(it.caseId(), it.fork())));
    }

    /// @param cases whose engines are ready on both sides
    void measure(List<CaseId> cases) {
        stage(cases, Stage.SCREEN);
        stage(screening.suspects(open(cases)), Stage.CONFIRM);
    }

    private void stage(List<CaseId> cases, Stage stage) {
        int most = cases.stream().mapToInt(it -> plan.forks(it, stage)).max().orElse(0);
        listener.started("bench", 2 * cases.stream().mapToInt(it -> plan.forks(it, stage)).sum());
        for (int round = 0; round < most; round++) {
            int now = round;
            round(cases.stream().filter(it -> now < plan.forks(it, stage)).toList(), stage, false);
        }
        // What was not valid is measured once more, not until it pleases.
        Map<CaseId, Integer> missing = screening.missing(open(cases), stage);
        int again = missing.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        for (int round = 0; round < again; round++) {
            int now = round;
            round(
                    missing.keySet().stream()
                            .filter(it -> now < missing.getOrDefault(it, 0))
                            .toList(),
                    stage,
                    true);
        }
        listener.finished("bench");
    }

    private List<CaseId> open(List<CaseId> cases) {
        return cases.stream().filter(it -> !a.isOver(it) && !b.isOver(it)).toList();
    }

    private void round(List<CaseId> cases, Stage stage, boolean rerun) {
        for (Pair pair : order.round(open(cases))) {
            if (timeLeft.getAsBoolean()) {
                turn(pair, stage, rerun);
            }
        }
    }

    private void turn(Pair pair, Stage stage, boolean rerun) {
        CaseId id = pair.caseId();
        int fork = next.merge(id, 1, Integer::sum) - 1;
        if (begun.add(key(id, fork))) {
            new Turn(Turn.SCHEMA, id, fork, stage, pair.first(), rerun).append(run);
        }
        side(pair.first()).measure(id, fork);
        side(pair.first().other()).measure(id, fork);
    }

    private SubjectRun side(Side side) {
        return side == Side.A ? a : b;
    }

    private static String key(CaseId caseId, int fork) {
        return caseId + "#" + fork;
    }
}
