package dev.assay.accuracy.coco.data;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/// A file of annotations as it was written: nothing is sorted, checked or left out.
///
/// @param lists which of `images`, `categories` and `annotations` the file has
public record GroundTruth(
        Set<String> lists,
        List<ImageRecord> images,
        List<CategoryRecord> categories,
        AnnotationTable annotations) {
    public GroundTruth {
        lists = Set.copyOf(lists);
        images = List.copyOf(images);
        categories = List.copyOf(categories);
        requireNonNull(annotations, "annotations is null");
    }
}
