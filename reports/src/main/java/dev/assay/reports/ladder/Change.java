package dev.assay.reports.ladder;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.verdict.Verdict;
import dev.assay.core.verdict.ab.DecisionPolicy;
import dev.assay.core.verdict.ab.DecisionRule;
import dev.assay.core.verdict.ab.Evidence;
import dev.assay.core.verdict.ab.Sides;
import dev.assay.core.verdict.ab.SpeedDecision;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.text.Numbers;
import java.util.List;
import java.util.Optional;

/// How the time of one rung differs from another's, decided as two subjects of one session are.
///
/// Where both were built several times the builds are the replicates, else the forks; these do not
/// see how far builds differ, so that the margin is never below the spread of builds that the
/// ladder shows elsewhere.
///
/// @param decision on the new rung against the old one
public record Change(SpeedDecision decision) {
    /// Below this a step is not worth its trouble.
    static final double MARGIN = 0.02;

    /// @param spread of builds of one engine, as a share; 0 where none was built twice
    /// @return empty where one of them has no valid time
    static Optional<Change> of(CaseRow before, CaseRow after, double spread) {
        Optional<CaseSummary> a = before.speed();
        Optional<CaseSummary> b = a.flatMap(it -> after.speedAt(it.boundary()));
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        boolean builds =
                a.get().buildMedianSeconds().size() > 1 && b.get().buildMedianSeconds().size() > 1;
        Sides sides =
                new Sides(
                        replicates(a.get(), builds),
                        replicates(b.get(), builds),
                        MARGIN,
                        builds ? 0 : spread);
        return Optional.of(new Change(new DecisionRule(DecisionPolicy.DEFAULTS).decide(sides)));
    }

    private static List<Double> replicates(CaseSummary summary, boolean builds) {
        return builds
                ? List.copyOf(summary.buildMedianSeconds().values())
                : summary.forkMedianSeconds();
    }

    Verdict verdict() {
        return decision.verdict();
    }

    /// `−14.3 % (−15.1 % to −13.4 %)`: less time is faster.
    String text() {
        return decision.evidence()
                .map(it -> Numbers.change(it.change()) + " (" + interval(it) + ")")
                .orElse(decision.detail());
    }

    private static String interval(Evidence evidence) {
        return Numbers.change(evidence.interval().low())
                + " to "
                + Numbers.change(evidence.interval().high());
    }
}
