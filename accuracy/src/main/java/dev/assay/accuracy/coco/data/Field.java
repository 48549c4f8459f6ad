package dev.assay.accuracy.coco.data;

import java.util.Locale;

/// What a record of an annotation or detection may hold.
public enum Field {
    ID(0),
    IMAGE_ID(1),
    CATEGORY_ID(2),
    BBOX(3),
    AREA(4),
    ISCROWD(5),
    IGNORE(6),
    SCORE(7),
    SEGMENTATION(8);

    private final long bit;

    Field(int position) {
        bit = 1L << position;
    }

    /// Its own bit in a set of fields.
    long bit() {
        return bit;
    }

    /// Its key in the file.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
