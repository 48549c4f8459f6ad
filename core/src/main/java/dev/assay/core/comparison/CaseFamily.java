package dev.assay.core.comparison;

import dev.assay.core.comparison.SideForks.Fork;
import dev.assay.core.comparison.Turn.Stage;
import dev.assay.core.noise.Calibration;
import dev.assay.core.noise.CalibrationRow;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.Verdict;
import dev.assay.core.verdict.ab.DecisionPolicy;
import dev.assay.core.verdict.ab.DecisionRule;
import dev.assay.core.verdict.ab.Requirement;
import dev.assay.core.verdict.ab.Sides;
import dev.assay.core.verdict.ab.SpeedDecision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All cases of a session that are judged together.
final class CaseFamily {
    private static final DecisionRule RULE = new DecisionRule(DecisionPolicy.DEFAULTS);

    /// Clocks that differ by more make time alone no verdict.
    private static final double CLOCK_TOLERANCE = 0.01;

    private final ComparisonPlan plan;
    private final Calibration calibration;
    private final Screening screening;
    private final EngineCatalog catalog;
    private final List<Member> confirmed = new ArrayList<>();
    private final List<Member> cleared = new ArrayList<>();
    private final List<ComparisonRow> rows = new ArrayList<>();

    /// @param waiting for fresh forks that were never measured
    private record Member(CaseId caseId, CaseForks forks, Replicates replicates, boolean waiting) {
        MeasurementBoundary boundary() {
            return forks.a().getFirst().boundary();
        }
    }

    CaseFamily(
            ComparisonPlan plan,
            Calibration calibration,
            Screening screening,
            EngineCatalog catalog) {
        this.plan = plan;
        this.calibration = calibration;
        this.screening = screening;
        this.catalog = catalog;
    }

    /// Adds a case, unless its forks cannot be judged: then why.
    Optional<SpeedVerdict> add(CaseId caseId, CaseForks forks) {
        if (forks.missing() > 0) {
            return Optional.of(
                    forks.reasons().isEmpty()
                            ? SpeedVerdict.of(
                                    Verdict.INCONCLUSIVE,
                                    "UNFINISHED",
                                    "%s of %s forks a side are measured"
                                            .formatted(
                                                    forks.planned() - forks.missing(),
                                                    forks.planned()))
                            : SpeedVerdict.invalid("UNSTEADY", String.join("; ", forks.reasons())));
        }
        List<MeasurementBoundary> boundaries =
                Stream.concat(forks.a().stream(), forks.b().stream())
                        .map(Fork::boundary)
                        .distinct()
                        .toList();
        if (boundaries.size() > 1) {
            return Optional.of(
                    SpeedVerdict.invalid(
                            "BOUNDARY",
                            "a and b were measured at %s: nothing compares across boundaries"
                                    .formatted(boundaries)));
        }
        boolean waiting = forks.stage() == Stage.SCREEN && screening.suspected(caseId, forks);
        (forks.stage() == Stage.CONFIRM ? confirmed : cleared)
                .add(
                        new Member(
                                caseId,
                                forks,
                                Replicates.of(forks.a(), forks.b(), built(caseId)),
                                waiting));
        return Optional.empty();
    }

    Map<CaseId, SpeedVerdict> decide() {
        DecisionRule.Family time = RULE.decideFamily(sides(confirmed), sides(cleared));
        Map<CaseId, SpeedVerdict> verdicts = new TreeMap<>();
        for (int i = 0; i < confirmed.size(); i++) {
            put(verdicts, confirmed.get(i), time.confirmed().get(i));
        }
        for (int i = 0; i < cleared.size(); i++) {
            put(verdicts, cleared.get(i), time.cleared().get(i));
        }
        return verdicts;
    }

    /// What the decisions rest on, by case.
    List<ComparisonRow> rows() {
        return rows.stream()
                .sorted((left, right) -> left.caseId().compareTo(right.caseId()))
                .toList();
    }

    private void put(Map<CaseId, SpeedVerdict> verdicts, Member member, SpeedDecision decision) {
        verdicts.put(member.caseId(), verdict(member, decision));
        rows.add(
                new ComparisonRow(
                        ComparisonRow.SCHEMA,
                        member.caseId(),
                        member.forks().stage(),
                        member.replicates().kind(),
                        member.boundary(),
                        member.replicates().a(),
                        member.replicates().b(),
                        sides(member, member.replicates()).effectiveMargin(),
                        decision.evidence(),
                        decision.requirement(),
                        differences(member.forks()),
                        calibration
                                .find(member.caseId(), member.boundary())
                                .map(CalibrationRow::deviation)));
    }

    private SpeedVerdict verdict(Member member, SpeedDecision decision) {
        SpeedVerdict verdict = decision.toSpeedVerdict();
        if (member.replicates().kind().equals(Replicates.BUILD)
                && member.replicates().fewest() < ComparisonPlan.FEWEST) {
            return verdict.as(
                    Verdict.INCONCLUSIVE,
                    "REBUILT",
                    "the engines were built apart, and %s builds a side tell no change from luck: measure with --builds %s"
                            .formatted(member.replicates().fewest(), ComparisonPlan.FEWEST));
        }
        SpeedVerdict seeing =
                decision.requirement()
                        .map(Requirement::smallestVisible)
                        .map(verdict::seeing)
                        .orElse(verdict);
        if (member.waiting()) {
            return seeing.as(
                    Verdict.INCONCLUSIVE,
                    "SUSPECT",
                    "seems changed after the screen; the fresh forks that decide are missing");
        }
        return clock(member, seeing);
    }

    /// Where the GPU's clocks differ, time and cycles must agree.
    private SpeedVerdict clock(Member member, SpeedVerdict verdict) {
        boolean changed =
                verdict.verdict() == Verdict.REGRESSED || verdict.verdict() == Verdict.IMPROVED;
        if (!changed || !member.forks().clocked()) {
            return verdict;
        }
        double ratio = clock(member.forks().b()) / clock(member.forks().a());
        if (Math.abs(ratio - 1) <= CLOCK_TOLERANCE) {
            return verdict;
        }
        Replicates cycles =
                Replicates.inCycles(member.forks().a(), member.forks().b(), built(member.caseId()));
        SpeedDecision decision = RULE.decide(sides(member, cycles));
        return decision.verdict() == verdict.verdict()
                ? verdict
                : verdict.as(
                        Verdict.INCONCLUSIVE,
                        "CLOCK",
                        "the GPU's clock differs between a and b (b has %.3f of a's), and in cycles: %s"
                                .formatted(ratio, decision.detail()));
    }

    private static double clock(List<Fork> forks) {
        return forks.stream()
                .mapToDouble(it -> it.clockMegahertz().orElseThrow())
                .average()
                .orElseThrow();
    }

    private List<Sides> sides(List<Member> members) {
        return members.stream().map(it -> sides(it, it.replicates())).toList();
    }

    private Sides sides(Member member, Replicates replicates) {
        return new Sides(
                replicates.a(),
                replicates.b(),
                plan.margin(),
                calibration.floor(member.caseId(), member.boundary()));
    }

    private boolean built(CaseId caseId) {
        return catalog.get(caseId.engine()).profiled();
    }

    private static Map<String, String> differences(CaseForks forks) {
        Map<String, String> a = settings(forks.a());
        Map<String, String> b = settings(forks.b());
        Map<String, String> differences = new TreeMap<>();
        Stream.concat(a.keySet().stream(), b.keySet().stream())
                .distinct()
                .filter(key -> !a.getOrDefault(key, "-").equals(b.getOrDefault(key, "-")))
                .forEach(key ->
                        differences.put(
                                key,
                                "%s → %s"
                                        .formatted(
                                                a.getOrDefault(key, "-"),
                                                b.getOrDefault(key, "-"))));
        return Collections.unmodifiableMap(differences);
    }

    private static Map<String, String> settings(List<Fork> forks) {
        Map<String, String> settings = new TreeMap<>(forks.getFirst().engine().settings());
        settings.put("library", forks.getFirst().engine().library());
        settings.put("version", forks.getFirst().engine().version());
        settings.put("model", forks.getFirst().engine().modelSha256());
        return settings;
    }
}
