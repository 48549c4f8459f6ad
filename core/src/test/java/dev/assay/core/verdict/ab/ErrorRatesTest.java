package dev.assay.core.verdict.ab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.verdict.Verdict;
import dev.assay.core.verdict.ab.DecisionRule.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.Test;

/// How often the rule errs on seeded resamples of {@link Pools}, where the truth is known.
///
/// Each resample is a session of four cases that are judged as one family. The rates are in
/// `docs/metrics.md`.
class ErrorRatesTest {
    private static final int RESAMPLES = 200;
    private static final double MARGIN = 0.03;
    private static final List<Pools> KINDS = List.of(Pools.values());
    private static final DecisionRule RULE = new DecisionRule(DecisionPolicy.DEFAULTS);

    /// Decisions by kind of pool, and in how many sessions any case was called changed.
    private record Rates(Map<Pools, Map<Verdict, Integer>> byKind, int sessionsWithChanges) {
        int count(Pools kind, Verdict verdict) {
            return byKind.getOrDefault(kind, Map.of()).getOrDefault(verdict, 0);
        }

        int count(Verdict verdict) {
            return KINDS.stream().mapToInt(kind -> count(kind, verdict)).sum();
        }
    }

    @Test
    void callsOneInTwentySessionsChangedAtMostWhereNothingChanged() {
        Rates rates = sample(1, ErrorRatesTest::fiveForks);

        assertThat(rates.sessionsWithChanges()).as("%s", rates).isLessThanOrEqualTo(RESAMPLES / 20);
        assertThat(rates.count(Pools.CUDA_GRAPH, Verdict.UNCHANGED)).isEqualTo(RESAMPLES);
        assertThat(rates.count(Pools.JVM, Verdict.UNCHANGED)).isEqualTo(RESAMPLES);
    }

    /// Cases that can decide 4 % are found in 19 of 20 at least; no case is called UNCHANGED.
    @Test
    void findsFivePercent() {
        for (double factor : new double[] {1.05, 1 / 1.05}) {
            Rates rates = sample(factor, ErrorRatesTest::fiveForks);
            Verdict expected = factor > 1 ? Verdict.REGRESSED : Verdict.IMPROVED;
            List<Pools> quiet = kindsThatDecide(0.04);

            assertThat(quiet).contains(Pools.CUDA_GRAPH, Pools.JVM);
            assertThat(quiet)
                    .allSatisfy(kind ->
                            assertThat(rates.count(kind, expected))
                                    .as("%s", rates)
                                    .isGreaterThanOrEqualTo(RESAMPLES * 19 / 20));
            assertThat(rates.count(Verdict.UNCHANGED)).as("%s", rates).isZero();
        }
    }

    @Test
    void alwaysFindsTenPercent() {
        Rates rates = sample(1.10, ErrorRatesTest::fiveForks);

        assertThat(rates.count(Verdict.UNCHANGED)).isZero();
        assertThat(kindsThatDecide(0.05))
                .hasSize(3)
                .allSatisfy(kind ->
                        assertThat(rates.count(kind, Verdict.REGRESSED))
                                .as("%s", rates)
                                .isEqualTo(RESAMPLES));
    }

    /// At the margin itself UNCHANGED is wrong as often as its α of 0.05 at most: 10 of 200, and
    /// three standard deviations are 9.
    @Test
    void callsAChangeOfTheMarginUnchangedAsRarelyAsAlphaSays() {
        Rates rates = sample(1 + MARGIN, ErrorRatesTest::fiveForks);

        for (Pools kind : KINDS) {
            assertThat(rates.count(kind, Verdict.UNCHANGED)).as("%s", rates).isLessThan(20);
        }
    }

    @Test
    void errsLessWithFreshForksForSuspects() {
        Rates same = sample(1, ErrorRatesTest::screenedAndConfirmed);
        Rates slower = sample(1.05, ErrorRatesTest::screenedAndConfirmed);
        Rates muchSlower = sample(1.10, ErrorRatesTest::screenedAndConfirmed);

        assertThat(same.sessionsWithChanges()).as("%s", same).isLessThanOrEqualTo(RESAMPLES / 20);
        assertThat(kindsThatDecide(0.05))
                .hasSize(3)
                .allSatisfy(kind ->
                        assertThat(slower.count(kind, Verdict.REGRESSED))
                                .as("%s", slower)
                                .isGreaterThanOrEqualTo(RESAMPLES * 19 / 20));
        assertThat(kindsThatDecide(0.05))
                .allSatisfy(kind ->
                        assertThat(muchSlower.count(kind, Verdict.REGRESSED))
                                .as("%s", muchSlower)
                                .isEqualTo(RESAMPLES));
        assertThat(muchSlower.count(Verdict.UNCHANGED)).as("%s", muchSlower).isZero();
        // Three forks that all settle in one of two modes hide the other; α allows 10 of 200.
        assertThat(KINDS)
                .allSatisfy(kind ->
                        assertThat(slower.count(kind, Verdict.UNCHANGED))
                                .as("%s", slower)
                                .isLessThanOrEqualTo(RESAMPLES / 20));
    }

    /// Decides a session of one pool for each case.
    private interface Session {
        List<Verdict> decide(List<double[]> pools, double factor, Random random);
    }

    private static List<Verdict> fiveForks(List<double[]> pools, double factor, Random random) {
        List<Sides> sides =
                pools.stream().map(pool -> Pools.draw(pool, 5, factor, MARGIN, random)).toList();
        return verdicts(RULE.decideFamily(sides, List.of()).confirmed());
    }

    /// Three forks a side for all, ten fresh ones a side for suspects.
    private static List<Verdict> screenedAndConfirmed(
            List<double[]> pools, double factor, Random random) {
        List<Integer> suspects = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        List<Sides> confirmed = new ArrayList<>();
        List<Sides> cleared = new ArrayList<>();
        for (int i = 0; i < pools.size(); i++) {
            Sides drawn = Pools.draw(pools.get(i), 13, factor, MARGIN, random);
            Sides first = new Sides(drawn.a().subList(0, 3), drawn.b().subList(0, 3), MARGIN, 0);
            if (Screen.DEFAULTS.suspects(first, Optional.empty())) {
                suspects.add(i);
                confirmed.add(
                        new Sides(drawn.a().subList(3, 13), drawn.b().subList(3, 13), MARGIN, 0));
            } else {
                others.add(i);
                cleared.add(first);
            }
        }
        Family family = RULE.decideFamily(confirmed, cleared);
        Verdict[] verdicts = new Verdict[pools.size()];
        for (int i = 0; i < suspects.size(); i++) {
            verdicts[suspects.get(i)] = family.confirmed().get(i).verdict();
        }
        for (int i = 0; i < others.size(); i++) {
            verdicts[others.get(i)] = family.cleared().get(i).verdict();
        }
        return List.of(verdicts);
    }

    private static Rates sample(double factor, Session session) {
        List<double[]> pools = KINDS.stream().map(ErrorRatesTest::pool).toList();
        Random random = new Random((long) (1_000 * factor));
        Map<Pools, Map<Verdict, Integer>> counts = new EnumMap<>(Pools.class);
        int sessions = 0;
        for (int i = 0; i < RESAMPLES; i++) {
            List<Verdict> verdicts = session.decide(pools, factor, random);
            boolean changed =
                    verdicts.contains(Verdict.REGRESSED) || verdicts.contains(Verdict.IMPROVED);
            sessions += changed ? 1 : 0;
            for (int j = 0; j < verdicts.size(); j++) {
                counts.computeIfAbsent(KINDS.get(j), it -> new EnumMap<>(Verdict.class))
                        .merge(verdicts.get(j), 1, Integer::sum);
            }
        }
        return new Rates(counts, sessions);
    }

    /// The kinds of which the whole pool, at five forks a side, says that such a change is decided.
    private static List<Pools> kindsThatDecide(double change) {
        return KINDS.stream().filter(kind -> smallestDecidable(kind) <= change).toList();
    }

    private static double smallestDecidable(Pools kind) {
        double[] logs = Arrays.stream(pool(kind)).map(Math::log).toArray();
        double deviation = new StandardDeviation().evaluate(logs);
        return new Sensitivity(deviation, MARGIN, 1, DecisionPolicy.DEFAULTS)
                .smallestDecidable(5, 5)
                .orElseThrow();
    }

    private static double[] pool(Pools kind) {
        return kind.pool(20261122 + KINDS.indexOf(kind));
    }

    private static List<Verdict> verdicts(List<SpeedDecision> decisions) {
        return decisions.stream().map(SpeedDecision::verdict).toList();
    }
}
