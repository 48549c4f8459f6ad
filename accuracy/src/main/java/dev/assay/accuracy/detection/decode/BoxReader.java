package dev.assay.accuracy.detection.decode;

import dev.assay.accuracy.detection.image.Placement;
import dev.assay.core.detection.BoxFormat;
import dev.assay.core.detection.BoxUnits;

/// Reads four numbers of a network as a box `x, y, width, height` in pixels of the image file.
///
/// Corners are computed, and where the units are shares of the image also scaled, in FLOAT32, each
/// operation rounded: the bits of DETR's `PostProcess` and of `convert_to_xywh`. Where padding has
/// to be taken away, what follows the corners is computed in double: there is no one program whose
/// bits could be wanted.
record BoxReader(BoxFormat format, BoxUnits units) {
    /// `left, top, right, bottom` in the network's own units.
    float[] corners(float a, float b, float c, float d) {
        return switch (format) {
            case XYXY -> new float[] {a, b, c, d};
            case XYWH -> new float[] {a, b, a + c, b + d};
            case CXCYWH -> new float[] {a - 0.5f * c, b - 0.5f * d, a + 0.5f * c, b + 0.5f * d};
        };
    }

    /// @param corners as `corners` gives them
    /// @param score FLOAT32, widened
    Detection detection(float[] corners, Placement placement, long category, double score) {
        if (units == BoxUnits.IMAGE) {
            float width = placement.image().width();
            float height = placement.image().height();
            float left = corners[0] * width;
            float top = corners[1] * height;
            float right = corners[2] * width;
            float bottom = corners[3] * height;
            return new Detection(category, left, top, right - left, bottom - top, score);
        }
        double across = units == BoxUnits.INPUT ? placement.input().width() : 1;
        double down = units == BoxUnits.INPUT ? placement.input().height() : 1;
        double scaleX = (double) placement.image().width() / placement.resized().width();
        double scaleY = (double) placement.image().height() / placement.resized().height();
        double left = (corners[0] * across - placement.left()) * scaleX;
        double top = (corners[1] * down - placement.top()) * scaleY;
        double right = (corners[2] * across - placement.left()) * scaleX;
        double bottom = (corners[3] * down - placement.top()) * scaleY;
        return new Detection(category, left, top, right - left, bottom - top, score);
    }
}
