package dev.assay.accuracy.coco;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;
import java.util.List;

/// How to evaluate.
///
/// @param useCategories false to match across categories, as for proposals
/// @param maxDets how many detections of an image and category count, ascending; AR1, AR10 and
///   AR100 take the first three
/// @param asPycocotools accept what pycocotools accepts and answer as it does
/// @param threads at least 1; the result does not depend on it
public record CocoOptions(
        IouType iouType,
        boolean useCategories,
        List<Integer> maxDets,
        boolean asPycocotools,
        int threads) {
    public static final List<Integer> USUAL_MAX_DETS = List.of(1, 10, 100);

    public CocoOptions {
        requireNonNull(iouType, "iouType is null");
        maxDets = maxDets.stream().sorted().toList();
        if (maxDets.size() < 3 || maxDets.getFirst() < 1) {
            throw AssayException.config(
                    ("--max-dets %s: give three or more positive numbers, as in 1,10,100;"
                                    + " AR1, AR10 and AR100 take the first three")
                            .formatted(maxDets));
        }
        if (threads < 1) {
            throw AssayException.config("--threads %d: give at least 1".formatted(threads));
        }
    }

    /// Strict, with categories, maxDets 1, 10, 100, one thread.
    public static CocoOptions of(IouType iouType) {
        return new CocoOptions(iouType, true, USUAL_MAX_DETS, false, 1);
    }
}
