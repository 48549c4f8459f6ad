package dev.assay.core.verdict.ab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.AssayException;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.Verdict;
import dev.assay.core.verdict.ab.DecisionRule.Family;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecisionRuleTest {
    private static final DecisionRule RULE = new DecisionRule(DecisionPolicy.DEFAULTS);

    /// Five forks that vary by 0.5 %.
    private static final List<Double> QUIET = List.of(0.01000, 0.01005, 0.00995, 0.01002, 0.00998);

    /// The interval: `ttest_ind(b, a, equal_var=False).confidence_interval(0.9)` of logarithms,
    /// SciPy.
    @Test
    void callsASlowdownBeyondTheMarginARegression() {
        SpeedDecision decision = RULE.decide(sides(QUIET, times(QUIET, 1.05)));

        assertThat(decision.verdict()).isEqualTo(Verdict.REGRESSED);
        assertThat(decision.reason()).isEqualTo(DecisionReason.SLOWER);
        assertThat(decision.evidence().orElseThrow().change()).isCloseTo(0.05, within(1e-12));
        assertThat(decision.evidence().orElseThrow().permutationP()).hasValue(2 / 252.0);
        assertThat(decision.detail())
                .isEqualTo(
                        "5 % slower (90 % interval +4.53 % to +5.47 %; 5 and 5 forks;"
                                + " p < 0.0001)");
    }

    @Test
    void mirrorsItsVerdictWhereTheSubjectsChangePlaces() {
        List<Double> slower = times(QUIET, 1.05);

        SpeedDecision there = RULE.decide(sides(QUIET, slower));
        SpeedDecision back = RULE.decide(sides(slower, QUIET));

        assertThat(back.verdict()).isEqualTo(Verdict.IMPROVED);
        assertThat(back.reason()).isEqualTo(DecisionReason.FASTER);
        assertThat((1 + change(there)) * (1 + change(back))).isCloseTo(1, within(1e-12));
    }

    @Test
    void callsASignificantChangeWithinTheMarginUnchanged() {
        SpeedDecision decision = RULE.decide(sides(QUIET, times(QUIET, 1.015)));

        assertThat(decision.verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(decision.evidence().orElseThrow().pValue()).isLessThan(0.01);
    }

    @Test
    void leavesAChangeAroundTheMarginOpen() {
        SpeedDecision decision = RULE.decide(sides(QUIET, times(QUIET, 1.028)));

        assertThat(decision.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(decision.reason()).isEqualTo(DecisionReason.NEAR_MARGIN);
        assertThat(decision.detail()).startsWith("2.8 % slower; whether by more than 3 % is open");
    }

    @Test
    void callsNoiseNeitherChangedNorUnchanged() {
        List<Double> noisy = List.of(0.0100, 0.0112, 0.0093, 0.0104, 0.0097);
        SpeedDecision decision = RULE.decide(sides(noisy, times(noisy, 1.001)));

        assertThat(decision.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(decision.reason()).isEqualTo(DecisionReason.NOISE);
        assertThat(decision.requirement().orElseThrow().forksIfUnchanged().orElseThrow())
                .isBetween(100, 200);
        assertThat(decision.detail()).contains("would decide, were the change as estimated");
    }

    /// The least exact p of three against three is 0.1: no t test makes up for it.
    @Test
    void neverCallsThreeForksASideChanged() {
        List<Double> three = QUIET.subList(0, 3);
        SpeedDecision decision = RULE.decide(sides(three, times(three, 1.10)));

        assertThat(decision.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(decision.reason()).isEqualTo(DecisionReason.PERMUTATION);
        assertThat(decision.requirement().orElseThrow().forksIfAsEstimated()).hasValue(4);
        assertThat(decision.requirement().orElseThrow().smallestDecidable()).isEmpty();
        assertThat(decision.detail()).contains("exact permutation test gives p = 0.1000");
    }

    @Test
    void hasNothingToSayOfOneFork() {
        SpeedDecision decision = RULE.decide(sides(QUIET, List.of(0.02)));

        assertThat(decision.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(decision.reason()).isEqualTo(DecisionReason.FORKS);
        assertThat(decision.evidence()).isEmpty();
    }

    @Test
    void asksMoreOfOneCaseAmongThreeHundred() {
        List<Double> noisy = List.of(0.0100, 0.0103, 0.0097, 0.0102, 0.0099);
        Sides slower = sides(noisy, times(noisy, 1.055));

        SpeedDecision alone = RULE.decide(slower);
        Family family =
                RULE.decideFamily(List.of(slower), Collections.nCopies(299, sides(QUIET, QUIET)));

        assertThat(alone.verdict()).isEqualTo(Verdict.REGRESSED);
        SpeedDecision among = family.confirmed().getFirst();
        assertThat(among.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(among.reason()).isEqualTo(DecisionReason.MULTIPLICITY);
        assertThat(forks(among)).isGreaterThan(forks(alone));
        assertThat(family.cleared()).hasSize(299).allMatch(it -> it.verdict() == Verdict.UNCHANGED);
    }

    @Test
    void neverCallsAClearedCaseChanged() {
        Family family = RULE.decideFamily(List.of(), List.of(sides(QUIET, times(QUIET, 1.2))));

        assertThat(family.cleared().getFirst().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judgesByTheNoiseFloorWhereItIsAboveTheMargin() {
        Sides sides = new Sides(QUIET, times(QUIET, 1.05), 0.03, 0.06);

        assertThat(RULE.decide(sides).verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(RULE.decide(sides).detail()).startsWith("within ±6 %");
    }

    @Test
    void takesEqualTimesWithoutSpreadForUnchanged() {
        List<Double> same = Collections.nCopies(5, 0.01);

        assertThat(RULE.decide(sides(same, same)).verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(RULE.decide(sides(same, times(same, 1.05))).verdict())
                .isEqualTo(Verdict.REGRESSED);
    }

    /// At the forks it names, UNCHANGED is shown 90 % of the time: 3 standard deviations are 4.5 %.
    @Test
    void namesTheForksThatProveThatNothingChanged() {
        double deviation = 0.02;
        int forks =
                new Sensitivity(deviation, 0.03, 1, DecisionPolicy.DEFAULTS)
                        .forksFor(0)
                        .orElseThrow();
        Random random = new Random(11);
        int shown = 0;
        for (int i = 0; i < 400; i++) {
            Sides sides = sides(normal(forks, deviation, random), normal(forks, deviation, random));
            shown += RULE.decide(sides).verdict() == Verdict.UNCHANGED ? 1 : 0;
        }

        assertThat(shown / 400.0).isCloseTo(0.9, within(0.045));
    }

    @Test
    void isWrittenAsEveryOtherVerdict() {
        SpeedVerdict verdict = RULE.decide(sides(QUIET, times(QUIET, 1.05))).toSpeedVerdict();

        assertThat(verdict.verdict()).isEqualTo(Verdict.REGRESSED);
        assertThat(verdict.reason()).isEqualTo("SLOWER");
        assertThat(verdict.low().orElseThrow()).isLessThan(verdict.change().orElseThrow());
        assertThat(RULE.decide(sides(QUIET, List.of(0.01))).toSpeedVerdict().change()).isEmpty();
    }

    @Test
    void refusesTimesAndMarginsThatAreNone() {
        assertThatThrownBy(() -> sides(QUIET, List.of(0.01, 0.0)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("positive");
        assertThatThrownBy(() -> new Sides(QUIET, QUIET, 3, 0))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("0.03");
        assertThatThrownBy(() -> RULE.decide(sides(QUIET, List.of())))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("without forks");
    }

    private static Sides sides(List<Double> a, List<Double> b) {
        return new Sides(a, b, DecisionPolicy.DEFAULT_MARGIN, 0);
    }

    private static List<Double> times(List<Double> seconds, double factor) {
        return seconds.stream().map(it -> it * factor).toList();
    }

    private static List<Double> normal(int count, double deviation, Random random) {
        return Stream.generate(() -> Math.exp(deviation * random.nextGaussian()))
                .limit(count)
                .toList();
    }

    private static double change(SpeedDecision decision) {
        return decision.evidence().orElseThrow().change();
    }

    private static int forks(SpeedDecision decision) {
        OptionalInt forks = decision.requirement().orElseThrow().forksIfAsEstimated();
        return forks.orElse(Integer.MAX_VALUE);
    }
}
