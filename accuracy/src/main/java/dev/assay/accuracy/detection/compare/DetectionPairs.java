package dev.assay.accuracy.detection.compare;

import dev.assay.accuracy.detection.decode.Detection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// Which detections of an engine stand for which of the reference, in one image.
///
/// Greedily: the reference's detections by falling score, each takes the free detection of its
/// category that overlaps it most, if by at least {@link #MIN_IOU}; of equal ones the first.
///
/// @param pairs matched ones
/// @param lost of the reference, without a match
/// @param gained of the engine, without a match
record DetectionPairs(List<Pair> pairs, List<Detection> lost, List<Detection> gained) {
    static final double MIN_IOU = 0.9;

    record Pair(Detection engine, Detection reference, double iou) {
        /// Engine − reference.
        double difference() {
            return engine.score() - reference.score();
        }

        double score() {
            return Math.max(engine.score(), reference.score());
        }
    }

    static DetectionPairs of(List<Detection> engine, List<Detection> reference) {
        List<Pair> pairs = new ArrayList<>();
        List<Detection> lost = new ArrayList<>();
        BitSet taken = new BitSet();
        List<Detection> byScore =
                reference.stream()
                        .sorted(Comparator.comparingDouble(Detection::score).reversed())
                        .toList();
        for (Detection wanted : byScore) {
            int best = -1;
            double most = 0;
            for (int i = 0; i < engine.size(); i++) {
                Detection candidate = engine.get(i);
                if (candidate.category() == wanted.category() && !taken.get(i)) {
                    double iou = iou(candidate, wanted);
                    if (iou >= MIN_IOU && iou > most) {
                        best = i;
                        most = iou;
                    }
                }
            }
            if (best < 0) {
                lost.add(wanted);
            } else {
                taken.set(best);
                pairs.add(new Pair(engine.get(best), wanted, most));
            }
        }
        List<Detection> gained = new ArrayList<>();
        for (int i = 0; i < engine.size(); i++) {
            if (!taken.get(i)) {
                gained.add(engine.get(i));
            }
        }
        return new DetectionPairs(pairs, lost, gained);
    }

    /// As COCO's, in double; two equal boxes without an area overlap fully.
    static double iou(Detection a, Detection b) {
        double width = Math.min(a.x() + a.width(), b.x() + b.width()) - Math.max(a.x(), b.x());
        double height = Math.min(a.y() + a.height(), b.y() + b.height()) - Math.max(a.y(), b.y());
        double both = Math.max(0, width) * Math.max(0, height);
        double union = a.width() * a.height() + b.width() * b.height() - both;
        if (union > 0) {
            return both / union;
        }
        boolean equal =
                a.x() == b.x()
                        && a.y() == b.y()
                        && a.width() == b.width()
                        && a.height() == b.height();
        return equal ? 1 : 0;
    }
}
