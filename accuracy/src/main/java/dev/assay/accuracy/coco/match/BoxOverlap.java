package dev.assay.accuracy.coco.match;

/// Intersection over union of boxes, or over the detection alone where the annotation is a crowd.
///
/// The arithmetic of `bbIou` in order: no pixel is added to a side, nothing is clipped, and no
/// fused multiply-add may be used.
record BoxOverlap(Regions detections, Regions annotations) implements Overlap {
    @Override
    public void compute(int[] rows, int rowCount, int[] columns, int columnCount, double[] iou) {
        for (int row = 0; row < rowCount; row++) {
            for (int column = 0; column < columnCount; column++) {
                iou[row * columnCount + column] =
                        of(
                                detections.boxes(),
                                4 * rows[row],
                                annotations.boxes(),
                                4 * columns[column],
                                annotations.isCrowd(columns[column]));
            }
        }
    }

    /// @param d where a box `x, y, width, height` starts in `detections`
    /// @param a where one starts in `annotations`
    static double of(double[] detections, int d, double[] annotations, int a, boolean crowd) {
        double width =
                smaller(detections[d + 2] + detections[d], annotations[a + 2] + annotations[a])
                        - larger(detections[d], annotations[a]);
        if (width <= 0) {
            return 0;
        }
        double height =
                smaller(
                                detections[d + 3] + detections[d + 1],
                                annotations[a + 3] + annotations[a + 1])
                        - larger(detections[d + 1], annotations[a + 1]);
        if (height <= 0) {
            return 0;
        }
        double intersection = width * height;
        double area = detections[d + 2] * detections[d + 3];
        double union = crowd ? area : area + annotations[a + 2] * annotations[a + 3] - intersection;
        return intersection / union;
    }

    /// C's `fmin`: NaN gives way.
    private static double smaller(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
    }

    /// C's `fmax`.
    private static double larger(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
    }
}
