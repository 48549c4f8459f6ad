package dev.assay.core.generated;

import java.util.Locale;

/// A kind of data set that is made from a seed.
public enum GeneratedKind {
    /// Procedural photographs: `input`, F32 [N, 3, H, W] in [0, 1].
    SCENES(8),
    /// Photographs and their spectra: `input`, F32 [N, 3, H, W], and `target`, F32 [N, 31, H, W].
    SPECTRAL(16),
    /// Photographs in two sizes: `low`, U8 [N, 3, h, w], and `high`, U8 [N, 3, 4h, 4w].
    PAIRS(8),
    /// Short films in two sizes: `low`, U8 [N, T, 3, h, w], and `high`, U8 [N, 3, 4h, 4w].
    CLIPS(8),
    /// Drawn figures in scenes, PNG with annotations in COCO's format.
    DETECTION(64);

    private final int smallestSide;

    GeneratedKind(int smallestSide) {
        this.smallestSide = smallestSide;
    }

    /// As suites and command lines write it: `detection`.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Rows or columns that an image needs at least.
    public int smallestSide() {
        return smallestSide;
    }

    /// Photographs are older than splits: they have one half only, and one size.
    public boolean hasSplits() {
        return this != SCENES;
    }

    public boolean hasScale() {
        return this == PAIRS || this == CLIPS;
    }

    public boolean hasFrames() {
        return this == CLIPS;
    }
}
