package dev.assay.core.comparison;

import dev.assay.core.comparison.SideForks.Fork;
import dev.assay.core.comparison.Turn.Stage;
import dev.assay.core.suite.CaseId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// The forks of one case in one stage, and whether they are enough to judge by.
///
/// @param planned valid forks a side that the stage asks for
/// @param a valid forks of the reference
/// @param b valid forks of the candidate
/// @param reasons why forks were not valid, each once
record CaseForks(Stage stage, int planned, List<Fork> a, List<Fork> b, List<String> reasons) {

    /// The forks that the last stage of a case left.
    static CaseForks last(
            ComparisonPlan plan, CaseId caseId, List<Turn> all, SideForks a, SideForks b) {
        boolean confirmed =
                all.stream()
                        .anyMatch(it -> it.caseId().equals(caseId) && it.stage() == Stage.CONFIRM);
        return of(plan, caseId, confirmed ? Stage.CONFIRM : Stage.SCREEN, all, a, b);
    }

    static CaseForks of(
            ComparisonPlan plan,
            CaseId caseId,
            Stage stage,
            List<Turn> all,
            SideForks a,
            SideForks b) {
        List<Turn> turns =
                all.stream()
                        .filter(it -> it.caseId().equals(caseId) && it.stage() == stage)
                        .toList();
        int planned = plan.forks(caseId, stage);
        TreeSet<String> reasons = new TreeSet<>();
        return new CaseForks(
                stage,
                planned,
                valid(caseId, turns, planned, a, "a", reasons),
                valid(caseId, turns, planned, b, "b", reasons),
                List.copyOf(reasons));
    }

    /// In the order of the turns; of reruns no more than were needed.
    private static List<Fork> valid(
            CaseId caseId,
            List<Turn> turns,
            int planned,
            SideForks side,
            String name,
            TreeSet<String> reasons) {
        List<Fork> valid = new ArrayList<>();
        for (Turn turn : turns) {
            Optional<Fork> fork = Optional.ofNullable(side.of(caseId).get(turn.fork()));
            fork.filter(it -> !it.valid())
                    .ifPresent(it ->
                            reasons.add(
                                    "%s, fork %s: %s"
                                            .formatted(
                                                    name,
                                                    turn.fork(),
                                                    String.join("; ", it.reasons()))));
            fork.filter(Fork::valid).ifPresent(valid::add);
        }
        return valid.subList(0, Math.min(valid.size(), planned));
    }

    /// Forks that the weaker side lacks.
    int missing() {
        return planned - Math.min(a.size(), b.size());
    }

    boolean clocked() {
        return IntStream.range(0, 2)
                .mapToObj(it -> it == 0 ? a : b)
                .flatMap(List::stream)
                .allMatch(it -> it.clockMegahertz().isPresent());
    }
}
