package dev.assay.accuracy.coco.match;

import dev.assay.accuracy.coco.match.Protocol.AreaRange;
import java.util.Arrays;

/// Average precision of one category over images that count several times, or not at all.
///
/// The same numbers as `COCOeval` gives for a data set in which each image stands as often as its
/// weight says, copies of an image next to each other with ids of their own.
public final class WeightedPrecision {
    private static final double SPACING = 0x1p-52;
    private static final int THRESHOLDS = CategoryMatches.THRESHOLDS;

    private final double[][] precision = new double[THRESHOLDS][64];
    private final int[] truePositives = new int[THRESHOLDS];
    private final int[] falsePositives = new int[THRESHOLDS];
    private int falseEverywhere;

    /// Mean precision over the recall thresholds.
    ///
    /// @param weights how often each image counts, by rising image id
    /// @param means gets one number for each IoU threshold
    /// @return false where no annotation counts, which leaves `means` as they were
    public boolean compute(
            CategoryLedger ledger, AreaRange range, short[] weights, double[] means) {
        CategoryLedger.Entries entries = ledger.entries(range);
        int positives = 0;
        for (int i = 0; i < entries.positives().length; i++) {
            positives += entries.positives()[i] * weights[entries.positiveImages()[i]];
        }
        if (positives == 0) {
            return false;
        }
        if (precision[0].length < positives) {
            for (int iou = 0; iou < THRESHOLDS; iou++) {
                precision[iou] = new double[2 * positives];
            }
        }
        Arrays.fill(truePositives, 0);
        Arrays.fill(falsePositives, 0);
        falseEverywhere = 0;
        count(entries, weights);
        for (int iou = 0; iou < THRESHOLDS; iou++) {
            means[iou] = mean(precision[iou], truePositives[iou], positives);
        }
        return true;
    }

    private void count(CategoryLedger.Entries entries, short[] weights) {
        int[] images = entries.images();
        int[] states = entries.states();
        int[] blockEnds = entries.blockEnds();
        for (int i = 0; i < images.length; ) {
            int weight = weights[images[i]];
            int end = blockEnds[i];
            if (weight > 0 && end == i + 1) {
                add(states[i], weight);
            } else {
                for (int copy = 0; copy < weight; copy++) {
                    for (int at = i; at < end; at++) {
                        add(states[at], 1);
                    }
                }
            }
            i = end;
        }
    }

    private void add(int state, int weight) {
        if (state == 0) {
            falseEverywhere += weight;
            return;
        }
        for (int iou = 0; iou < THRESHOLDS; iou++) {
            if (((state >> iou) & 1) != 0) {
                double wrong = falseEverywhere + falsePositives[iou];
                for (int copy = 0; copy < weight; copy++) {
                    double found = ++truePositives[iou];
                    precision[iou][truePositives[iou] - 1] = found / (wrong + found + SPACING);
                }
            } else if (((state >> (THRESHOLDS + iou)) & 1) == 0) {
                falsePositives[iou] += weight;
            }
        }
    }

    /// The threshold 0 is reached by the first detection, and its precision is the highest of all.
    private static double mean(double[] values, int found, int positives) {
        for (int i = found - 1; i > 0; i--) {
            if (values[i] > values[i - 1]) {
                values[i - 1] = values[i];
            }
        }
        double sum = 0;
        int count = 1;
        for (int i = 0; i < Protocol.RECALL_THRESHOLDS; i++) {
            double threshold = Protocol.recallThreshold(i);
            while (count <= found && (double) count / positives < threshold) {
                count++;
            }
            if (count > found) {
                break;
            }
            sum += values[count - 1];
        }
        return sum / Protocol.RECALL_THRESHOLDS;
    }
}
