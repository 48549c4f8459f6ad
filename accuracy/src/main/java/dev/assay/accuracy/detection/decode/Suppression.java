package dev.assay.accuracy.detection.decode;

import dev.assay.accuracy.detection.decode.BoxesScoresLabelsDecoder.Candidate;
import java.util.ArrayList;
import java.util.List;

/// Greedy suppression of overlapping boxes of one label.
///
/// The arithmetic is that of torchvision's `nms` on a CPU: areas and overlaps in FLOAT32, and what
/// overlaps by *more* than the threshold is dropped.
final class Suppression {
    private Suppression() {}

    /// @param candidates by falling score
    static List<Candidate> suppress(List<Candidate> candidates, double threshold) {
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : candidates) {
            boolean free = true;
            for (Candidate better : kept) {
                if (better.label() == candidate.label()
                        && overlap(better.corners(), candidate.corners()) > threshold) {
                    free = false;
                    break;
                }
            }
            if (free) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    /// Two boxes without area overlap by NaN, which suppresses nothing.
    private static float overlap(float[] a, float[] b) {
        float width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
        float height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
        float both = width * height;
        return both / (area(a) + area(b) - both);
    }

    private static float area(float[] box) {
        return (box[2] - box[0]) * (box[3] - box[1]);
    }
}
