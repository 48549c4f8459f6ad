package dev.assay.accuracy.coco.match;

import java.util.List;

/// The constants of the COCO protocol, as the doubles that NumPy's `linspace` gives pycocotools.
public final class Protocol {
    /// The ninth is not 0.9.
    public static final List<Double> IOU_THRESHOLDS =
            List.of(0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.8999999999999999, 0.95);

    public static final int RECALL_THRESHOLDS = 101;

    /// Detections of an image and category that count, besides 1 and 10.
    public static final int USUAL_DETECTIONS = 100;

    private Protocol() {}

    /// `i * 0.01`, which is not `i / 100.0`: they differ at ten indices, such as 70.
    static double recallThreshold(int index) {
        return index == RECALL_THRESHOLDS - 1 ? 1.0 : index * 0.01;
    }

    /// Ranges of areas in square pixels; both ends belong to them.
    public enum AreaRange {
        ALL(0, 0, 1e10),
        SMALL(1, 0, 1024),
        MEDIUM(2, 1024, 9216),
        LARGE(3, 9216, 1e10);

        private final int index;
        private final double low;
        private final double high;

        AreaRange(int index, double low, double high) {
            this.index = index;
            this.low = low;
            this.high = high;
        }

        /// Its place in arrays, pycocotools' too.
        int index() {
            return index;
        }

        /// NaN is never outside, as in Python's comparisons.
        boolean excludes(double area) {
            return area < low || area > high;
        }
    }
}
