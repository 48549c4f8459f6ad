package dev.assay.reports.comparison;

import dev.assay.core.comparison.ComparisonRow;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictFiles;
import dev.assay.core.verdict.VerdictRow;
import dev.assay.core.verdict.VerdictRow.CaseState;
import dev.assay.reports.text.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A case with its verdict and what that rests on.
///
/// @param evidence absent where no numbers were compared
public record JudgedCase(VerdictRow row, Optional<ComparisonRow> evidence) {
    private static final Comparator<JudgedCase> WORST_FIRST =
            Comparator.comparingInt(JudgedCase::rank)
                    .thenComparing(Comparator.comparingDouble(JudgedCase::size).reversed())
                    .thenComparing(it -> it.row().caseId());

    /// The cases of a run, worst first; empty where `compare` has not run.
    public static List<JudgedCase> of(RunDirectory run) {
        Map<CaseId, ComparisonRow> evidence = new TreeMap<>();
        ComparisonRow.of(run).forEach(it -> evidence.put(it.caseId(), it));
        return new VerdictFiles(run)
                .rows().stream()
                        .map(it ->
                                new JudgedCase(it, Optional.ofNullable(evidence.get(it.caseId()))))
                        .sorted(WORST_FIRST)
                        .toList();
    }

    public Optional<SpeedVerdict> speed() {
        return row.speed();
    }

    /// `REGRESSED`, or how far the case got.
    public String word() {
        return speed().map(it -> it.verdict().name()).orElse(row.state().name());
    }

    public String change() {
        return speed().filter(it -> it.change().isPresent())
                .map(it -> Numbers.change(it.change().getAsDouble()))
                .orElse(Numbers.ABSENT);
    }

    /// Of 90 % confidence.
    public String interval() {
        return speed().filter(it -> it.low().isPresent() && it.high().isPresent())
                .map(it ->
                        "%s to %s"
                                .formatted(
                                        Numbers.change(it.low().getAsDouble()),
                                        Numbers.change(it.high().getAsDouble())))
                .orElse(Numbers.ABSENT);
    }

    /// `≥ 0.4 %`: the smallest slowdown that these forks see.
    public String sees() {
        return speed().flatMap(SpeedVerdict::smallestVisible)
                .map(it -> "≥ " + Numbers.percent(it))
                .orElse(Numbers.ABSENT);
    }

    /// Why, in a sentence.
    public String reason() {
        return speed().map(it -> it.reason() + ": " + it.detail()).orElse(row.stateReason());
    }

    /// Geometric mean of one side's replicates.
    static double level(List<Double> seconds) {
        return Math.exp(seconds.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
    }

    private int rank() {
        if (row.state() == CaseState.FAILED || row.state() == CaseState.MISSING) {
            return 1;
        }
        return speed().map(it ->
                        switch (it.verdict()) {
                            case REGRESSED -> 2;
                            case INVALID -> row.accuracy() == AccuracyStanding.FAILED ? 0 : 3;
                            case INCONCLUSIVE -> 4;
                            case IMPROVED -> 5;
                            case UNCHANGED -> 6;
                        })
                .orElse(7);
    }

    private double size() {
        return speed().map(it -> it.change().orElse(0)).orElse(0.0);
    }
}
