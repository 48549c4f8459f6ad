package dev.assay.accuracy.coco.match;

import dev.assay.accuracy.coco.mask.MaskIou;
import dev.assay.accuracy.coco.mask.RunLengths;

/// Intersection over union of masks, computed where the boxes around them overlap.
record MaskOverlap(Regions detections, Regions annotations) implements Overlap {
    @Override
    public void compute(int[] rows, int rowCount, int[] columns, int columnCount, double[] iou) {
        if (rowCount == 0 || columnCount == 0) {
            return;
        }
        RunLengths[] masks = new RunLengths[columnCount];
        double[][] boxes = new double[columnCount][];
        for (int column = 0; column < columnCount; column++) {
            masks[column] = annotations.mask(columns[column]);
            boxes[column] = masks[column].box();
        }
        for (int row = 0; row < rowCount; row++) {
            RunLengths mask = detections.mask(rows[row]);
            double[] box = mask.box();
            for (int column = 0; column < columnCount; column++) {
                boolean crowd = annotations.isCrowd(columns[column]);
                double ofBoxes = BoxOverlap.of(box, 0, boxes[column], 0, crowd);
                iou[row * columnCount + column] =
                        ofBoxes > 0 ? MaskIou.of(mask, masks[column], crowd) : ofBoxes;
            }
        }
    }
}
