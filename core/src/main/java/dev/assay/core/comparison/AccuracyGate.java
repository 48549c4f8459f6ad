package dev.assay.core.comparison;

import dev.assay.core.run.AccuracyOutcome.Compared;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.ConsistencyCheck;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.core.run.TaskScore;
import dev.assay.core.stats.Distribution;
import dev.assay.core.suite.ScoreBound;
import dev.assay.core.suite.ToleranceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/// Whether the candidate is worse than the reference at what it computes, though both keep the
/// suite's limits.
///
/// - Errors: the mean or median absolute error of an output is more than 1.25 times a's, or the
///   largest, which varies more, more than 1.5 times. Not where b's relative L2 is below a tenth of
///   its limit: limits are ten times the noise of another order of summation, and below it ratios
///   are those of rounding.
/// - Scores: b's PSNR is lower than a's by more than the suite's limit of a loss, by the 90 %
///   interval of a paired bootstrap over images. Likewise a detector's AP, where the suite limits
///   how far it may lie from its reference.
/// - Determinism: a repeats itself bit for bit, and b does not.
final class AccuracyGate {
    private static final double MEAN_RATIO = 1.25;
    private static final double MAX_RATIO = 1.5;
    private static final double SHARE_OF_LIMIT = 0.1;
    private static final String WHOLE = "full";
    private static final int DRAWS = 2000;
    private static final double UPPER = 95;

    private AccuracyGate() {}

    /// What got worse, in words; empty where nothing did.
    ///
    /// @param pairs scores of the case's detections on both sides
    static List<String> worse(AccuracyRow a, AccuracyRow b, List<PairedScore> pairs) {
        List<String> found = new ArrayList<>();
        if (a.outcome() instanceof Compared ofA && b.outcome() instanceof Compared ofB) {
            for (AccuracyResult result : ofB.results()) {
                ofA.results().stream()
                        .filter(it -> result.view().equals(WHOLE) && it.view().equals(WHOLE))
                        .filter(it -> it.output().equals(result.output()))
                        .filter(_ -> matters(result, ofB))
                        .findFirst()
                        .flatMap(it -> grown(it, result))
                        .ifPresent(found::add);
            }
            for (TaskScore score : ofB.scores()) {
                ofA.scores().stream()
                        .filter(it -> it.metric().equals(score.metric()))
                        .filter(it -> it.output().equals(score.output()))
                        .findFirst()
                        .flatMap(it -> lower(it, score))
                        .ifPresent(found::add);
            }
            ofB.detection()
                    .ifPresent(it ->
                            it.limits()
                                    .forEach((bound, limit) ->
                                            pairs.stream()
                                                    .filter(pair ->
                                                            pair.metric().equals(bound.metric()))
                                                    .filter(pair -> pair.high() < -limit)
                                                    .map(pair -> less(pair, limit))
                                                    .forEach(found::add)));
        }
        for (ConsistencyCheck check :
                List.of(ConsistencyCheck.REPEATED, ConsistencyCheck.SESSIONS)) {
            if (bitwise(a, check) && differs(b, check)) {
                found.add("%s: a is equal bit for bit, b is not".formatted(check.description()));
            }
        }
        return found;
    }

    private static boolean matters(AccuracyResult result, Compared outcome) {
        Double limit = outcome.limits().get(ToleranceKey.REL_L2);
        return limit == null
                || result.statistics().relativeL2().orElse(Double.MAX_VALUE)
                        >= SHARE_OF_LIMIT * limit;
    }

    private static Optional<String> grown(AccuracyResult a, AccuracyResult b) {
        Optional<Distribution> before = a.statistics().absolute();
        Optional<Distribution> after = b.statistics().absolute();
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        return ratio(b, "mean", before.get().mean(), after.get().mean(), MEAN_RATIO)
                .or(() ->
                        ratio(b, "median", before.get().median(), after.get().median(), MEAN_RATIO))
                .or(() -> ratio(b, "largest", before.get().max(), after.get().max(), MAX_RATIO));
    }

    private static Optional<String> ratio(
            AccuracyResult result, String what, double before, double after, double most) {
        return after > most * before
                ? Optional.of(
                        String.format(
                                Locale.ROOT,
                                "output '%s': %s absolute error %.3g, a's is %.3g: more than %s times",
                                result.output(),
                                what,
                                after,
                                before,
                                most))
                : Optional.empty();
    }

    private static String less(PairedScore pair, double limit) {
        return String.format(
                Locale.ROOT,
                "%s is at least %.3g points below a's, %s is allowed",
                pair.metric(),
                -pair.high(),
                limit);
    }

    private static Optional<String> lower(TaskScore a, TaskScore b) {
        Double limit = b.limits().get(ScoreBound.MAX_PSNR_LOSS);
        if (limit == null || a.perImage().size() != b.perImage().size()) {
            return Optional.empty();
        }
        List<Double> changes = new ArrayList<>();
        for (int i = 0; i < a.perImage().size(); i++) {
            double change = b.perImage().get(i) - a.perImage().get(i);
            if (Double.isFinite(change)) {
                changes.add(change);
            }
        }
        if (changes.size() < 2) {
            return Optional.empty();
        }
        double upper = upper(changes);
        return upper < -limit
                ? Optional.of(
                        String.format(
                                Locale.ROOT,
                                "output '%s': %s is at least %.3g dB below a's, %s is allowed",
                                b.output(),
                                b.metric(),
                                -upper,
                                limit))
                : Optional.empty();
    }

    /// Upper end of the 90 % interval of the mean change.
    private static double upper(List<Double> changes) {
        Random random = new Random(1);
        double[] means = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double sum = 0;
            for (int j = 0; j < changes.size(); j++) {
                sum += changes.get(random.nextInt(changes.size()));
            }
            means[i] = sum / changes.size();
        }
        return Distribution.quantiles(means).evaluate(UPPER);
    }

    private static boolean bitwise(AccuracyRow row, ConsistencyCheck check) {
        return find(row, check).map(ConsistencyResult::allBitwiseEqual).orElse(false);
    }

    private static boolean differs(AccuracyRow row, ConsistencyCheck check) {
        return find(row, check).map(it -> it.compared() > 0 && !it.allBitwiseEqual()).orElse(false);
    }

    private static Optional<ConsistencyResult> find(AccuracyRow row, ConsistencyCheck check) {
        return row.consistency().stream().filter(it -> it.check() == check).findFirst();
    }
}
