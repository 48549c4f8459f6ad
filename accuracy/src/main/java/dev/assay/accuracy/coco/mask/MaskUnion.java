package dev.assay.accuracy.coco.mask;

import java.util.Arrays;
import java.util.List;

/// The union of masks of one size, pair by pair like `rleMerge`.
final class MaskUnion {
    private MaskUnion() {}

    static RunLengths of(List<RunLengths> masks) {
        RunLengths union = masks.getFirst();
        for (RunLengths mask : masks.subList(1, masks.size())) {
            union = of(union, mask);
        }
        return union;
    }

    private static RunLengths of(RunLengths a, RunLengths b) {
        int[] counts = new int[a.runs() + b.runs() + 1];
        int runs = 0;
        int leftOfA = a.count(0);
        int leftOfB = b.count(0);
        int nextOfA = 1;
        int nextOfB = 1;
        boolean inA = false;
        boolean inB = false;
        boolean in = false;
        int length = 0;
        boolean more = true;
        while (more) {
            int step = Math.min(leftOfA, leftOfB);
            length += step;
            leftOfA -= step;
            if (leftOfA == 0 && nextOfA < a.runs()) {
                leftOfA = a.count(nextOfA++);
                inA = !inA;
            }
            leftOfB -= step;
            if (leftOfB == 0 && nextOfB < b.runs()) {
                leftOfB = b.count(nextOfB++);
                inB = !inB;
            }
            more = leftOfA + leftOfB > 0;
            boolean before = in;
            in = inA || inB;
            if (in != before || !more) {
                counts[runs++] = length;
                length = 0;
            }
        }
        return new RunLengths(a.height(), a.width(), Arrays.copyOf(counts, runs));
    }
}
