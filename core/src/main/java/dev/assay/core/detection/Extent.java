package dev.assay.core.detection;

import dev.assay.core.AssayException;

/// Height and width in pixels.
public record Extent(int height, int width) {
    public Extent {
        if (height < 1 || width < 1) {
            throw AssayException.data("There is no image of %d x %d".formatted(height, width));
        }
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
