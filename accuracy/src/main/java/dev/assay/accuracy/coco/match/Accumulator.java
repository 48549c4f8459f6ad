package dev.assay.accuracy.coco.match;

import dev.assay.accuracy.coco.match.Protocol.AreaRange;
import java.util.Arrays;

/// Turns the matches of one category into precision over recall, as `COCOeval.accumulate` does.
///
/// Precision falls and recall stays between two true positives, so only they are looked at: the
/// first detection that reaches a recall is one, and so is every peak of precision.
final class Accumulator {
    /// `numpy.spacing(1)`: makes 0/0 zero, and a perfect first detection 0.9999999999999998.
    private static final double SPACING = 0x1p-52;

    private static final int THRESHOLDS = CategoryMatches.THRESHOLDS;

    private final int[] limits;
    private final PrecisionRecall result;
    private final ScoreOrder scoreOrder = new ScoreOrder();
    private final double[][] precision = new double[THRESHOLDS][64];
    private final int[] truePositives = new int[THRESHOLDS];
    private final int[] falsePositives = new int[THRESHOLDS];
    private final int[] reaching = new int[Protocol.RECALL_THRESHOLDS];

    Accumulator(int[] limits, PrecisionRecall result) {
        this.limits = limits;
        this.result = result;
    }

    void accumulate(int category, CategoryMatches matches) {
        int[] order = scoreOrder.sort(matches.keys(), matches.size());
        for (AreaRange range : AreaRange.values()) {
            int positives = matches.positives(range.index());
            if (positives == 0) {
                continue;
            }
            prepare(positives);
            for (int limit = 0; limit < limits.length; limit++) {
                count(matches, range.index(), order, limits[limit]);
                for (int iou = 0; iou < THRESHOLDS; iou++) {
                    store(iou, category, range, limit, positives);
                }
            }
        }
    }

    /// How many true positives reach each recall threshold. The threshold 0 is reached by the first
    /// detection, whatever it is, and its precision is the highest of all.
    private void prepare(int positives) {
        for (int iou = 0; iou < THRESHOLDS; iou++) {
            if (precision[iou].length < positives) {
                precision[iou] = new double[2 * positives];
            }
        }
        int count = 1;
        for (int i = 0; i < reaching.length; i++) {
            while (count <= positives && (double) count / positives < Protocol.recallThreshold(i)) {
                count++;
            }
            reaching[i] = count;
        }
    }

    private void count(CategoryMatches matches, int range, int[] order, int limit) {
        Arrays.fill(truePositives, 0);
        Arrays.fill(falsePositives, 0);
        int falseEverywhere = 0;
        for (int i = 0; i < matches.size(); i++) {
            int detection = order[i];
            int state = matches.state(range, detection);
            if (state == CategoryMatches.ALL_IGNORED || matches.rank(detection) >= limit) {
                continue;
            }
            if (state == 0) {
                falseEverywhere++;
                continue;
            }
            for (int iou = 0; iou < THRESHOLDS; iou++) {
                if (((state >> iou) & 1) != 0) {
                    double found = ++truePositives[iou];
                    double wrong = falseEverywhere + falsePositives[iou];
                    precision[iou][truePositives[iou] - 1] = found / (wrong + found + SPACING);
                } else if (((state >> (THRESHOLDS + iou)) & 1) == 0) {
                    falsePositives[iou]++;
                }
            }
        }
    }

    private void store(int iou, int category, AreaRange range, int limit, int positives) {
        double[] values = precision[iou];
        int found = truePositives[iou];
        for (int i = found - 1; i > 0; i--) {
            if (values[i] > values[i - 1]) {
                values[i - 1] = values[i];
            }
        }
        for (int i = 0; i < reaching.length; i++) {
            double value = reaching[i] <= found ? values[reaching[i] - 1] : 0;
            result.setPrecision(iou, i, category, range, limit, value);
        }
        result.setRecall(iou, category, range, limit, (double) found / positives);
    }
}
