package dev.assay.core.verdict.ab;

import dev.assay.core.AssayException;
import dev.assay.core.stats.inference.Multiplicity;
import dev.assay.core.stats.inference.Welch;
import dev.assay.core.verdict.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Decides from the forks of two subjects that took turns in one session.
///
/// With the change estimated on logarithms and a margin δ, never below the noise floor:
///
/// - REGRESSED: Welch's p, adjusted by Benjamini and Hochberg over all screened cases, is at most
///   the false discovery rate, the change is at least +δ, and up to ten forks a side the exact
///   permutation test agrees. IMPROVED likewise, for a change of at most -δ.
/// - UNCHANGED: the interval of the change lies within ±δ, which is TOST.
/// - INCONCLUSIVE: neither. The {@link Requirement} says what would decide.
///
/// A significant change below δ is not a regression, and no p makes noise UNCHANGED. The function
/// is pure: equal forks give equal decisions. INVALID is not decided here but before, from accuracy
/// and from the evidence of the forks.
public record DecisionRule(DecisionPolicy policy) {

    /// The decisions on a family, each list in the order of its cases.
    ///
    /// @param confirmed on the cases that were confirmed with fresh forks
    /// @param cleared on those that the screen had not suspected: never REGRESSED or IMPROVED
    public record Family(List<SpeedDecision> confirmed, List<SpeedDecision> cleared) {
        public Family {
            confirmed = List.copyOf(confirmed);
            cleared = List.copyOf(cleared);
        }
    }

    /// Decides on a single case that stands for itself.
    public SpeedDecision decide(Sides sides) {
        return decideFamily(List.of(sides), List.of()).confirmed().getFirst();
    }

    /// Decides on all cases of a session together.
    ///
    /// @param confirmed cases with the forks to decide from; where a screen chose them, fresh ones
    /// @param cleared cases that the screen did not suspect, with its forks; they count in the
    ///   family with p = 1
    public Family decideFamily(List<Sides> confirmed, List<Sides> cleared) {
        double[] pValues = new double[confirmed.size() + cleared.size()];
        Arrays.fill(pValues, 1);
        for (int i = 0; i < confirmed.size(); i++) {
            Sides sides = confirmed.get(i);
            if (sides.fewest() >= 2) {
                pValues[i] = Welch.of(sides.logsOfA(), sides.logsOfB()).pValue();
            }
        }
        double[] adjusted = Multiplicity.benjaminiHochberg(pValues);
        return new Family(
                IntStream.range(0, confirmed.size())
                        .mapToObj(i -> judge(confirmed.get(i), adjusted[i], pValues.length, true))
                        .toList(),
                cleared.stream().map(it -> judge(it, 1, pValues.length, false)).toList());
    }

    private SpeedDecision judge(Sides sides, double adjustedP, int family, boolean confirmed) {
        if (sides.a().isEmpty() || sides.b().isEmpty()) {
            throw AssayException.data("A case without forks on both sides cannot be judged");
        }
        if (sides.fewest() < 2) {
            return new SpeedDecision(
                    Verdict.INCONCLUSIVE,
                    DecisionReason.FORKS,
                    "one fork has no spread: measure two a side at least",
                    Optional.empty(),
                    Optional.empty());
        }
        Evidence evidence = Evidence.of(sides, adjustedP, policy);
        Requirement requirement = Requirement.of(sides, evidence.change(), family, policy);
        DecisionReason reason = reason(evidence, sides.effectiveMargin(), confirmed);
        return new SpeedDecision(
                verdict(reason),
                reason,
                DecisionText.of(reason, sides, evidence, requirement),
                Optional.of(evidence),
                Optional.of(requirement));
    }

    private DecisionReason reason(Evidence evidence, double margin, boolean confirmed) {
        boolean beyond = Math.abs(evidence.change()) >= margin;
        boolean significant = evidence.adjustedP() <= policy.falseDiscoveryRate();
        boolean agreed = evidence.permutationAgrees(policy.permutationAlpha());
        if (beyond && significant && agreed) {
            return evidence.change() > 0 ? DecisionReason.SLOWER : DecisionReason.FASTER;
        }
        if (evidence.interval().inside(-margin, margin)) {
            return DecisionReason.WITHIN_MARGIN;
        }
        if (!confirmed || evidence.pValue() > policy.falseDiscoveryRate()) {
            return DecisionReason.NOISE;
        }
        if (!beyond) {
            return DecisionReason.NEAR_MARGIN;
        }
        return significant ? DecisionReason.PERMUTATION : DecisionReason.MULTIPLICITY;
    }

    private static Verdict verdict(DecisionReason reason) {
        return switch (reason) {
            case SLOWER -> Verdict.REGRESSED;
            case FASTER -> Verdict.IMPROVED;
            case WITHIN_MARGIN -> Verdict.UNCHANGED;
            case FORKS, PERMUTATION, MULTIPLICITY, NEAR_MARGIN, NOISE -> Verdict.INCONCLUSIVE;
        };
    }
}
