package dev.assay.accuracy.coco.match;

/// How far detections and annotations of one image overlap.
interface Overlap {
    /// @param detections indices of detections, of which the first `detectionCount` count
    /// @param annotations indices of annotations, of which the first `annotationCount` count
    /// @param iou gets detection × annotation, rows of `annotationCount`
    void compute(
            int[] detections,
            int detectionCount,
            int[] annotations,
            int annotationCount,
            double[] iou);
}
