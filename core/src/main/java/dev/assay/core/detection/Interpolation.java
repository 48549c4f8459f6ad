package dev.assay.core.detection;

/// How pixels of another size are computed.
public enum Interpolation {
    /// Bit for bit what `PIL.Image.resize(…, BILINEAR)` gives, and so torchvision on PIL images: a
    /// triangle that widens when shrinking (antialiased), in fixed point, rounded to 8 bits.
    PILLOW("pillow-bilinear"),
    /// Four neighbours around `(x + 0.5) * scale - 0.5`, not antialiased and not rounded:
    /// `torch.nn.functional.interpolate(mode="bilinear", align_corners=False)` on floats.
    HALF_PIXEL("bilinear");

    private final String slug;

    Interpolation(String slug) {
        this.slug = slug;
    }

    public String slug() {
        return slug;
    }
}
