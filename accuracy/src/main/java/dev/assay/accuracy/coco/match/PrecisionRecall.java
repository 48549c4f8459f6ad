package dev.assay.accuracy.coco.match;

import dev.assay.accuracy.coco.match.Protocol.AreaRange;
import java.util.Arrays;

/// Precision over `[IoU threshold, recall threshold, category, area range, maxDets]` and recall
/// over the same without the second; −1 where a category has no annotation that counts.
///
/// The layout is that of pycocotools' arrays in memory.
public final class PrecisionRecall {
    /// Where a category is empty.
    public static final double NONE = -1;

    private static final int RANGES = AreaRange.values().length;

    private final int categories;
    private final int limits;
    private final double[] precision;
    private final double[] recall;

    PrecisionRecall(int categories, int limits) {
        this.categories = categories;
        this.limits = limits;
        int thresholds = Protocol.IOU_THRESHOLDS.size();
        int perThreshold = Math.multiplyExact(categories, RANGES * limits);
        precision =
                new double
                        [Math.multiplyExact(perThreshold, thresholds * Protocol.RECALL_THRESHOLDS)];
        recall = new double[perThreshold * thresholds];
        Arrays.fill(precision, NONE);
        Arrays.fill(recall, NONE);
    }

    public int categories() {
        return categories;
    }

    /// How many values of maxDets there are.
    public int limits() {
        return limits;
    }

    public double precision(int iou, int recallIndex, int category, AreaRange range, int limit) {
        return precision[
                at(iou * Protocol.RECALL_THRESHOLDS + recallIndex, category, range, limit)];
    }

    public double recall(int iou, int category, AreaRange range, int limit) {
        return recall[at(iou, category, range, limit)];
    }

    void setPrecision(
            int iou, int recallIndex, int category, AreaRange range, int limit, double value) {
        precision[at(iou * Protocol.RECALL_THRESHOLDS + recallIndex, category, range, limit)] =
                value;
    }

    void setRecall(int iou, int category, AreaRange range, int limit, double value) {
        recall[at(iou, category, range, limit)] = value;
    }

    private int at(int row, int category, AreaRange range, int limit) {
        return ((row * categories + category) * RANGES + range.index()) * limits + limit;
    }
}
