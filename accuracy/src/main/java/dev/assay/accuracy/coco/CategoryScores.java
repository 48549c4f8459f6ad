package dev.assay.accuracy.coco;

import static java.util.Objects.requireNonNull;

/// A category with its own twelve numbers.
///
/// @param id −1 where all categories were evaluated as one, as in pycocotools
public record CategoryScores(long id, String name, Scores scores) {
    /// Stands for all categories at once.
    public static final long POOLED = -1;

    public CategoryScores {
        requireNonNull(name, "name is null");
        requireNonNull(scores, "scores is null");
    }
}
