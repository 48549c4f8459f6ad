package dev.assay.core.suite;

import java.util.Locale;

/// What a model's outputs are, which decides the views in which they are compared.
public enum TaskKind {
    /// Outputs `[N, C, H, W]`: compared on the full frame, the border ring and the centre.
    IMAGE,
    /// Outputs that are decoded to boxes with scores: compared as a whole where references of them
    /// are stored, and by COCO's scores on images.
    DETECTION,
    /// Outputs of any shape: compared as a whole.
    TENSOR;

    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
