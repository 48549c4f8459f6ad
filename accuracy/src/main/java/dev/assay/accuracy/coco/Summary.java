package dev.assay.accuracy.coco;

import dev.assay.accuracy.coco.match.NumpyMean;
import dev.assay.accuracy.coco.match.PrecisionRecall;
import dev.assay.accuracy.coco.match.Protocol;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Means over precision and recall, as in `COCOeval.summarize`.
///
/// Entries of −1 are left out; the others are added in the order IoU, recall, category, maxDets,
/// which NumPy's sum depends on.
final class Summary {
    private final PrecisionRecall curves;
    private final List<Integer> maxDets;

    Summary(PrecisionRecall curves, List<Integer> maxDets) {
        this.curves = curves;
        this.maxDets = maxDets;
    }

    /// Over all categories. `AP` takes maxDets = 100 whatever was asked for, so it is −1 without.
    Scores all() {
        Map<CocoMetric, Double> scores = new EnumMap<>(CocoMetric.class);
        int[] categories = IntStream.range(0, curves.categories()).toArray();
        for (CocoMetric metric : CocoMetric.values()) {
            int wanted =
                    metric == CocoMetric.AP
                            ? Protocol.USUAL_DETECTIONS
                            : maxDets.get(metric.limit());
            int[] limits =
                    IntStream.range(0, curves.limits())
                            .filter(limit -> maxDets.get(limit) == wanted)
                            .toArray();
            scores.put(metric, mean(metric, categories, limits));
        }
        return new Scores(scores);
    }

    /// Of one category, with the largest maxDets in the place of 100 (the convention of detectron2;
    /// pycocotools has none).
    Scores of(int category) {
        Map<CocoMetric, Double> scores = new EnumMap<>(CocoMetric.class);
        for (CocoMetric metric : CocoMetric.values()) {
            int limit = metric.limit() == 2 ? curves.limits() - 1 : metric.limit();
            scores.put(metric, mean(metric, new int[] {category}, new int[] {limit}));
        }
        return new Scores(scores);
    }

    private double mean(CocoMetric metric, int[] categories, int[] limits) {
        int recalls = metric.isPrecision() ? Protocol.RECALL_THRESHOLDS : 1;
        int[] ious =
                IntStream.range(0, Protocol.IOU_THRESHOLDS.size())
                        .filter(iou -> takes(metric, iou))
                        .toArray();
        double[] values = new double[ious.length * recalls * categories.length * limits.length];
        int count = 0;
        for (int iou : ious) {
            for (int recall = 0; recall < recalls; recall++) {
                for (int category : categories) {
                    for (int limit : limits) {
                        double value = value(metric, iou, recall, category, limit);
                        if (value > PrecisionRecall.NONE) {
                            values[count++] = value;
                        }
                    }
                }
            }
        }
        return count == 0 ? PrecisionRecall.NONE : NumpyMean.of(values, count);
    }

    private static boolean takes(CocoMetric metric, int iou) {
        return metric.iou().isEmpty()
                || metric.iou().get().equals(Protocol.IOU_THRESHOLDS.get(iou));
    }

    private double value(CocoMetric metric, int iou, int recall, int category, int limit) {
        return metric.isPrecision()
                ? curves.precision(iou, recall, category, metric.range(), limit)
                : curves.recall(iou, category, metric.range(), limit);
    }
}
