package dev.assay.core.rehearsal;

import dev.assay.core.AssayException;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.Verdict;
import dev.assay.core.verdict.ab.DecisionPolicy;
import dev.assay.core.verdict.ab.DecisionRule;
import dev.assay.core.verdict.ab.Sensitivity;
import dev.assay.core.verdict.ab.Sides;
import dev.assay.core.verdict.ab.SpeedDecision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

/// Draws small comparisons from pools of many recorded forks, and counts what the gate says.
///
/// Each resample draws forks of every case without replacement and judges all cases together, as a
/// session does. From a pool of the reference alone both sides are drawn, disjoint: whatever is
/// called changed then is false. Equal seeds give equal resamples.
///
/// @param forks a side
/// @param seed of the draws
public record Rehearsal(int forks, int resamples, double margin, long seed) {
    private static final DecisionRule RULE = new DecisionRule(DecisionPolicy.DEFAULTS);

    public Rehearsal {
        if (forks < 2 || resamples < 1) {
            throw AssayException.config(
                    "A rehearsal draws at least 2 forks a side and 1 resample, not %s and %s"
                            .formatted(forks, resamples));
        }
    }

    /// What the gate said of a case.
    ///
    /// @param verdicts how often each
    /// @param poolA valid forks to draw from
    /// @param poolB likewise
    /// @param change of b's pool against a's, geometric mean over geometric mean minus 1
    /// @param deviation between the forks of one side of the whole pool, of logarithms
    /// @param visible slowdown that one test sees nine times in ten
    /// @param decidable slowdown that is called REGRESSED nine times in ten among these cases;
    ///   absent where so few forks never show one
    public record Count(
            CaseId caseId,
            Map<Verdict, Integer> verdicts,
            int poolA,
            int poolB,
            double change,
            double deviation,
            double visible,
            OptionalDouble decidable) {
        public int of(Verdict verdict) {
            return verdicts.getOrDefault(verdict, 0);
        }
    }

    /// Counts by case, and in how many resamples any case was called changed.
    ///
    /// @param leftOut cases whose pools have too few forks to draw from
    public record Outcome(List<Count> cases, int anyChanged, List<CaseId> leftOut) {
        public Outcome {
            cases = List.copyOf(cases);
            leftOut = List.copyOf(leftOut);
        }
    }

    /// Equal subjects: both sides from one pool.
    public Outcome same(Map<CaseId, List<Double>> pool) {
        return rehearse(pool, pool, true);
    }

    /// The reference's pool against the candidate's.
    public Outcome against(Map<CaseId, List<Double>> a, Map<CaseId, List<Double>> b) {
        return rehearse(a, b, false);
    }

    private Outcome rehearse(
            Map<CaseId, List<Double>> a, Map<CaseId, List<Double>> b, boolean same) {
        List<CaseId> cases =
                a.keySet().stream()
                        .filter(it -> pool(a, it).size() >= (same ? 2 : 1) * forks)
                        .filter(it -> pool(b, it).size() >= forks)
                        .sorted()
                        .toList();
        Random random = new Random(seed);
        Map<CaseId, Map<Verdict, Integer>> counts = new TreeMap<>();
        int anyChanged = 0;
        for (int i = 0; i < resamples; i++) {
            List<Sides> sides = new ArrayList<>();
            for (CaseId id : cases) {
                List<Double> first = drawn(pool(a, id), same ? 2 * forks : forks, random);
                List<Double> second =
                        same ? first.subList(forks, 2 * forks) : drawn(pool(b, id), forks, random);
                sides.add(new Sides(first.subList(0, forks), second, margin, 0));
            }
            List<SpeedDecision> decisions = RULE.decideFamily(sides, List.of()).confirmed();
            boolean changed = false;
            for (int j = 0; j < cases.size(); j++) {
                Verdict verdict = decisions.get(j).verdict();
                changed |= verdict == Verdict.REGRESSED || verdict == Verdict.IMPROVED;
                counts.computeIfAbsent(cases.get(j), id -> new EnumMap<>(Verdict.class))
                        .merge(verdict, 1, Integer::sum);
            }
            anyChanged += changed ? 1 : 0;
        }
        return new Outcome(
                cases.stream()
                        .map(id ->
                                count(
                                        id,
                                        counts.getOrDefault(id, Map.of()),
                                        pool(a, id),
                                        pool(b, id),
                                        cases.size()))
                        .toList(),
                anyChanged,
                a.keySet().stream().filter(it -> !cases.contains(it)).sorted().toList());
    }

    private Count count(
            CaseId id, Map<Verdict, Integer> verdicts, List<Double> a, List<Double> b, int family) {
        double deviation = deviation(a);
        Sensitivity sensitivity =
                new Sensitivity(deviation, margin, family, DecisionPolicy.DEFAULTS);
        return new Count(
                id,
                verdicts,
                a.size(),
                b.size(),
                Math.expm1(meanLog(b) - meanLog(a)),
                deviation,
                sensitivity.smallestVisible(forks, forks),
                sensitivity.smallestDecidable(forks, forks));
    }

    private static List<Double> pool(Map<CaseId, List<Double>> pools, CaseId id) {
        return pools.getOrDefault(id, List.of());
    }

    private static List<Double> drawn(List<Double> pool, int count, Random random) {
        List<Double> shuffled = new ArrayList<>(pool);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, count);
    }

    private static double meanLog(List<Double> seconds) {
        return seconds.stream().mapToDouble(Math::log).average().orElse(Double.NaN);
    }

    private static double deviation(List<Double> seconds) {
        return Math.sqrt(
                new Variance().evaluate(seconds.stream().mapToDouble(Math::log).toArray()));
    }
}
