package dev.assay.core.suite;

import dev.assay.core.AssayException;

/// The smallest and the largest value that pixels are taken to have.
public record PixelRange(double low, double high) {
    public PixelRange {
        if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw AssayException.config(
                    "[%s, %s] is no range: write two numbers, the smaller one first"
                            .formatted(low, high));
        }
    }
}
