package dev.assay.core.detection;

import java.util.Locale;

/// What the numbers of a box are measured in.
public enum BoxUnits {
    /// 0 to 1 of the image, whatever was padded around it.
    IMAGE,
    /// 0 to 1 of the network's input, padding included.
    INPUT,
    /// Pixels of the network's input, padding included.
    PIXELS;

    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
