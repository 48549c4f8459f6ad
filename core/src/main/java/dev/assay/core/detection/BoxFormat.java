package dev.assay.core.detection;

import java.util.Locale;

/// What the four numbers of a box are.
public enum BoxFormat {
    /// Left, top, right, bottom.
    XYXY,
    /// Left, top, width, height.
    XYWH,
    /// Centre, width, height.
    CXCYWH;

    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
