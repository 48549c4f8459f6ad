package dev.assay.accuracy.coco.data;

import java.util.Locale;

/// What a record of an annotation or detection may hold.
public enum Field {
    ID,
    IMAGE_ID,
    CATEGORY_ID,
    BBOX,
    AREA,
    ISCROWD,
    IGNORE,
    SCORE,
    SEGMENTATION;

    /// Its key in the file.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
