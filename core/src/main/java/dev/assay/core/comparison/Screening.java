package dev.assay.core.comparison;

import dev.assay.core.comparison.SideForks.Fork;
import dev.assay.core.comparison.Turn.Stage;
import dev.assay.core.noise.Calibration;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.ab.Screen;
import dev.assay.core.verdict.ab.Sides;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Which cases of a run fresh forks must look at again.
public record Screening(RunDirectory run, ComparisonPlan plan, Calibration calibration) {

    /// Valid forks that cases lack in a stage, by case; only cases that lack some.
    public TreeMap<CaseId, Integer> missing(List<CaseId> cases, Stage stage) {
        SideForks a = SideForks.of(ComparisonPlan.reference(run));
        SideForks b = SideForks.of(run);
        List<Turn> turns = Turn.of(run);
        TreeMap<CaseId, Integer> missing = new TreeMap<>();
        for (CaseId id : cases) {
            int lacking = CaseForks.of(plan, id, stage, turns, a, b).missing();
            if (lacking > 0) {
                missing.put(id, lacking);
            }
        }
        return missing;
    }

    /// Those that seem changed after the screen; without a screen, and of rebuilt engines, all.
    public List<CaseId> suspects(List<CaseId> cases) {
        SideForks a = SideForks.of(ComparisonPlan.reference(run));
        SideForks b = SideForks.of(run);
        List<Turn> turns = Turn.of(run);
        return cases.stream()
                .filter(id ->
                        plan.forks(id, Stage.SCREEN) == 0
                                || suspected(id, CaseForks.of(plan, id, Stage.SCREEN, turns, a, b)))
                .toList();
    }

    /// The variance that few forks alone cannot know.
    private Optional<Screen.History> history(CaseId caseId, MeasurementBoundary boundary) {
        return calibration
                .find(caseId, boundary)
                .map(it ->
                        new Screen.History(it.deviation() * it.deviation(), it.degreesOfFreedom()));
    }

    boolean suspected(CaseId caseId, CaseForks forks) {
        if (forks.missing() > 0 || forks.planned() == 0) {
            return false;
        }
        Fork any = forks.a().getFirst();
        return Screen.DEFAULTS.suspects(
                new Sides(
                        forks.a().stream().map(Fork::seconds).toList(),
                        forks.b().stream().map(Fork::seconds).toList(),
                        plan.margin(),
                        calibration.floor(caseId, any.boundary())),
                history(caseId, any.boundary()));
    }
}
