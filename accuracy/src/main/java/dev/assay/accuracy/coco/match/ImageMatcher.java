package dev.assay.accuracy.coco.match;

import dev.assay.accuracy.coco.match.Protocol.AreaRange;
import java.util.Arrays;

/// Matches the detections of one image and category with its annotations, greedily by falling score
/// as `COCOeval.evaluateImg` does.
///
/// Overlaps are computed once for all area ranges and thresholds. Most detections overlap nothing
/// by half; for them only their own area counts.
final class ImageMatcher {
    private static final double LOWEST = Protocol.IOU_THRESHOLDS.getFirst();

    private final Regions annotations;
    private final Regions detections;
    private final Overlap overlap;
    private final int maxDetections;
    private final double[] thresholds =
            Protocol.IOU_THRESHOLDS.stream().mapToDouble(it -> Math.min(it, 1 - 1e-10)).toArray();
    private final ScoreOrder scoreOrder = new ScoreOrder();

    private long[] keys = new long[128];
    private int[] found = new int[128];
    private int foundCount;
    private int[] candidates = new int[128];
    private int[] wanted = new int[16];
    private int[] column = new int[16];
    private boolean[] ignored = new boolean[16];
    private boolean[] taken = new boolean[16];
    private int wantedCount;
    private double[] iou = new double[1024];

    ImageMatcher(Regions annotations, Regions detections, Overlap overlap, int maxDetections) {
        this.annotations = annotations;
        this.detections = detections;
        this.overlap = overlap;
        this.maxDetections = maxDetections;
    }

    /// Matches the regions between the positions of both groupings and adds the detections, best
    /// first, to `matches`.
    void match(Grouping annotated, int from, int to, Detected detected, CategoryMatches matches) {
        takeAnnotations(annotated, from, to);
        int first = matches.size();
        takeDetections(detected, matches);
        int needed = Math.multiplyExact(foundCount, wantedCount);
        if (iou.length < needed) {
            iou = new double[Math.max(needed, 2 * iou.length)];
        }
        overlap.compute(found, foundCount, wanted, wantedCount, iou);
        int candidateCount = 0;
        for (int row = 0; row < foundCount; row++) {
            if (overlapsAny(row)) {
                candidates[candidateCount++] = row;
            }
        }
        for (AreaRange range : AreaRange.values()) {
            match(range, first, candidateCount, matches);
        }
    }

    /// The detections of one image.
    record Detected(Grouping grouping, int from, int to) {}

    private void takeAnnotations(Grouping annotated, int from, int to) {
        wantedCount = to - from;
        if (wanted.length < wantedCount) {
            wanted = new int[2 * wantedCount];
            column = new int[wanted.length];
            ignored = new boolean[wanted.length];
            taken = new boolean[wanted.length];
        }
        for (int i = 0; i < wantedCount; i++) {
            wanted[i] = annotated.index(from + i);
        }
    }

    private void takeDetections(Detected detected, CategoryMatches matches) {
        int count = detected.to() - detected.from();
        keys = ScoreOrder.grow(keys, count);
        for (int i = 0; i < count; i++) {
            int index = detected.grouping().index(detected.from() + i);
            keys[i] = ScoreOrder.key(detections.score(index));
        }
        int[] order = scoreOrder.sort(keys, count);
        foundCount = Math.min(count, maxDetections);
        if (found.length < foundCount) {
            found = new int[2 * foundCount];
            candidates = new int[found.length];
        }
        for (int rank = 0; rank < foundCount; rank++) {
            found[rank] = detected.grouping().index(detected.from() + order[rank]);
            matches.add(keys[order[rank]], rank);
        }
    }

    /// NaN, which matches, is not below the threshold.
    private boolean overlapsAny(int row) {
        for (int i = row * wantedCount; i < (row + 1) * wantedCount; i++) {
            if (!(iou[i] < LOWEST)) {
                return true;
            }
        }
        return false;
    }

    private void match(AreaRange range, int first, int candidateCount, CategoryMatches matches) {
        int counted = orderAnnotations(range);
        for (int i = 0; i < counted; i++) {
            matches.addPositive(range.index());
        }
        for (int row = 0; row < foundCount; row++) {
            boolean outside = range.excludes(detections.area(found[row]));
            matches.set(range.index(), first + row, outside ? CategoryMatches.ALL_IGNORED : 0);
        }
        if (candidateCount == 0) {
            return;
        }
        for (int threshold = 0; threshold < thresholds.length; threshold++) {
            Arrays.fill(taken, 0, wantedCount, false);
            for (int i = 0; i < candidateCount; i++) {
                int row = candidates[i];
                int best = best(row, thresholds[threshold]);
                if (best >= 0) {
                    taken[best] = true;
                    int before = matches.state(range.index(), first + row);
                    int state = matched(before, best, threshold);
                    matches.set(range.index(), first + row, state);
                }
            }
        }
    }

    /// Counted annotations first, then those ignored, both in the order of the file.
    private int orderAnnotations(AreaRange range) {
        int counted = 0;
        for (int i = 0; i < wantedCount; i++) {
            boolean crowd = annotations.isCrowd(wanted[i]);
            if (!crowd && !range.excludes(annotations.area(wanted[i]))) {
                ignored[counted] = false;
                column[counted++] = i;
            }
        }
        int at = counted;
        for (int i = 0; i < wantedCount; i++) {
            if (annotations.isCrowd(wanted[i]) || range.excludes(annotations.area(wanted[i]))) {
                ignored[at] = true;
                column[at++] = i;
            }
        }
        return counted;
    }

    /// The annotation, in the order of this range, that a detection takes; −1 if none. Of equal
    /// overlaps the last wins, and an ignored annotation only where no other is good enough.
    private int best(int row, double threshold) {
        double most = threshold;
        int best = -1;
        for (int i = 0; i < wantedCount; i++) {
            if (taken[i] && !annotations.isCrowd(wanted[column[i]])) {
                continue;
            }
            if (best >= 0 && !ignored[best] && ignored[i]) {
                break;
            }
            double overlaps = iou[row * wantedCount + column[i]];
            if (overlaps < most) {
                continue;
            }
            most = overlaps;
            best = i;
        }
        return best;
    }

    private int matched(int before, int best, int threshold) {
        int ignore = 1 << (CategoryMatches.THRESHOLDS + threshold);
        if (ignored[best]) {
            return before | ignore;
        }
        // With the id 0 the match is forgotten, and the detection's own area decides as before.
        return annotations.hasIdZero(wanted[column[best]])
                ? before
                : (before & ~ignore) | (1 << threshold);
    }
}
