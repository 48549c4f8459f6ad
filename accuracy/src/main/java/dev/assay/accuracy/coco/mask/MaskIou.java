package dev.assay.accuracy.coco.mask;

/// Intersection over union of a detection's mask with an annotation's, as in `rleIou`.
///
/// Only for masks whose boxes overlap: pycocotools answers 0 for the others without looking.
public final class MaskIou {
    /// What pycocotools answers for masks of different sizes; it matches nothing.
    private static final double UNLIKE_SIZES = -1;

    private MaskIou() {}

    /// @param crowd the union is the detection alone
    public static double of(RunLengths detection, RunLengths annotation, boolean crowd) {
        if (!detection.sameSizeAs(annotation)) {
            return UNLIKE_SIZES;
        }
        int leftOfA = detection.count(0);
        int leftOfB = annotation.count(0);
        int nextOfA = 1;
        int nextOfB = 1;
        boolean inA = false;
        boolean inB = false;
        int intersection = 0;
        int union = 0;
        boolean more = true;
        while (more) {
            int step = Integer.compareUnsigned(leftOfA, leftOfB) < 0 ? leftOfA : leftOfB;
            if (inA || inB) {
                union += step;
                if (inA && inB) {
                    intersection += step;
                }
            }
            leftOfA -= step;
            if (leftOfA == 0 && nextOfA < detection.runs()) {
                leftOfA = detection.count(nextOfA++);
                inA = !inA;
            }
            leftOfB -= step;
            if (leftOfB == 0 && nextOfB < annotation.runs()) {
                leftOfB = annotation.count(nextOfB++);
                inB = !inB;
            }
            more = leftOfA + leftOfB != 0;
        }
        if (intersection == 0) {
            return 0;
        }
        long divisor = crowd ? detection.area() : Integer.toUnsignedLong(union);
        return (double) Integer.toUnsignedLong(intersection) / divisor;
    }
}
