package dev.assay.reports.detection;

import dev.assay.core.run.DetectionScores;
import dev.assay.reports.text.DataTable;
import java.util.List;
import java.util.Optional;

/// The images whose detections of the larger scores changed most.
final class ChangedImagesTable {
    private ChangedImagesTable() {}

    /// Empty where none changed, and without a reference.
    static Optional<DataTable> of(DetectionScores scores) {
        return scores.changedMost().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DataTable(
                                "Images that changed most: change is the sum of the scores lost or"
                                        + " gained and of the score differences of the matched",
                                List.of(
                                        "File",
                                        "Image id",
                                        "Change",
                                        "Lost",
                                        "Gained",
                                        "Largest score difference"),
                                1,
                                scores.changedMost().stream()
                                        .map(it ->
                                                List.of(
                                                        it.file(),
                                                        Long.toString(it.image()),
                                                        Points.size(it.change()),
                                                        Integer.toString(it.lost()),
                                                        Integer.toString(it.gained()),
                                                        Points.size(it.largestDifference())))
                                        .toList()));
    }
}
