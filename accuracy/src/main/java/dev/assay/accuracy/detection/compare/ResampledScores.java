package dev.assay.accuracy.detection.compare;

import dev.assay.accuracy.coco.CocoMetric;
import dev.assay.accuracy.coco.MatchLedger;
import dev.assay.accuracy.coco.match.Protocol;
import dev.assay.accuracy.coco.match.Protocol.AreaRange;
import dev.assay.accuracy.coco.match.WeightedPrecision;
import java.util.Arrays;
import java.util.List;

/// Average precision for one draw of images.
final class ResampledScores {
    /// Those that are means of precision, in the order in which `of` gives them.
    static final List<String> METRICS =
            List.of(
                    CocoMetric.AP.key(),
                    CocoMetric.AP50.key(),
                    CocoMetric.AP75.key(),
                    CocoMetric.AP_SMALL.key(),
                    CocoMetric.AP_MEDIUM.key(),
                    CocoMetric.AP_LARGE.key());

    private static final int THRESHOLDS = Protocol.IOU_THRESHOLDS.size();
    private static final int AT_75 = Protocol.IOU_THRESHOLDS.indexOf(0.75);
    private static final List<AreaRange> SIZES =
            List.of(AreaRange.SMALL, AreaRange.MEDIUM, AreaRange.LARGE);

    private ResampledScores() {}

    /// The metrics, then AP of each category; NaN where nothing counts.
    ///
    /// Every category has the same number of precisions, so the mean over all of them is the mean
    /// of the categories' means.
    static double[] of(MatchLedger ledger, short[] weights) {
        int categories = ledger.ledgers().size();
        double[] scores = new double[METRICS.size() + categories];
        Arrays.fill(scores, METRICS.size(), scores.length, Double.NaN);
        int[] counts = new int[METRICS.size()];
        WeightedPrecision precision = new WeightedPrecision();
        double[] means = new double[THRESHOLDS];
        for (int category = 0; category < categories; category++) {
            if (precision.compute(ledger.ledgers().get(category), AreaRange.ALL, weights, means)) {
                double ap = mean(means);
                scores[METRICS.size() + category] = ap;
                add(scores, counts, 0, ap);
                add(scores, counts, 1, means[0]);
                add(scores, counts, 2, means[AT_75]);
            }
            for (int size = 0; size < SIZES.size(); size++) {
                if (precision.compute(
                        ledger.ledgers().get(category), SIZES.get(size), weights, means)) {
                    add(scores, counts, 3 + size, mean(means));
                }
            }
        }
        for (int metric = 0; metric < counts.length; metric++) {
            scores[metric] = counts[metric] == 0 ? Double.NaN : scores[metric] / counts[metric];
        }
        return scores;
    }

    private static void add(double[] sums, int[] counts, int metric, double value) {
        sums[metric] += value;
        counts[metric]++;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
