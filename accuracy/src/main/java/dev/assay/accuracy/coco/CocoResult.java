package dev.assay.accuracy.coco;

import static java.util.Objects.requireNonNull;

import dev.assay.accuracy.coco.match.PrecisionRecall;
import java.util.List;

/// @param curves what the scores are means of
/// @param warnings what a reader of the numbers should know about the files
public record CocoResult(
        CocoOptions options,
        Scores scores,
        List<CategoryScores> categories,
        PrecisionRecall curves,
        List<String> warnings) {
    public CocoResult {
        requireNonNull(options, "options is null");
        requireNonNull(scores, "scores is null");
        categories = List.copyOf(categories);
        requireNonNull(curves, "curves is null");
        warnings = List.copyOf(warnings);
    }
}
