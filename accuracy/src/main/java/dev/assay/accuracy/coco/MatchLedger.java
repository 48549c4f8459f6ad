package dev.assay.accuracy.coco;

import dev.assay.accuracy.coco.match.CategoryLedger;
import java.util.List;

/// How the detections of a whole evaluation were matched, by category.
///
/// @param images how many there are; ledgers number them by rising id
/// @param categories in the order of their ids, with their scores over all images
/// @param ledgers one for each category
public record MatchLedger(
        int images, List<CategoryScores> categories, List<CategoryLedger> ledgers) {
    public MatchLedger {
        categories = List.copyOf(categories);
        ledgers = List.copyOf(ledgers);
    }
}
