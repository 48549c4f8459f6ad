package dev.assay.core.suite;

import java.util.List;
import java.util.Locale;

/// A score of images `[N, C, H, W]` that a suite can ask for; `docs/metrics.md` has the formulas.
public enum ImageMetricKind {
    /// Peak signal to noise ratio, in dB.
    PSNR("dB", true, true, false),
    /// Structural similarity, at most 1.
    SSIM("", true, true, false),
    /// Mean relative absolute error.
    MRAE("", false, false, true),
    /// Root mean squared error, in the unit of the output.
    RMSE("", false, false, false),
    /// Spectral angle of a pixel's channels, in rad.
    SAM("rad", false, false, true);

    private final String unit;
    private final boolean higherIsBetter;
    private final boolean peaked;
    private final boolean divides;

    ImageMetricKind(String unit, boolean higherIsBetter, boolean peaked, boolean divides) {
        this.unit = unit;
        this.higherIsBetter = higherIsBetter;
        this.peaked = peaked;
        this.divides = divides;
    }

    /// The name in suites, records and reports.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Empty for a number without a unit.
    public String unit() {
        return unit;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /// Whether the formula contains the largest value that a pixel can have.
    public boolean peaked() {
        return peaked;
    }

    /// Whether the formula divides by the target, so that zeros have no score.
    public boolean divides() {
        return divides;
    }

    /// The settings that a suite may give it.
    List<String> settings() {
        if (peaked) {
            return List.of("output", "crop", "clamp", "range", "channel");
        }
        return divides
                ? List.of("output", "crop", "clamp", "zero-targets")
                : List.of("output", "crop", "clamp");
    }
}
