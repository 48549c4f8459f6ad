package dev.assay.accuracy.coco.mask;

import java.util.List;

/// A mask in one of the three forms that COCO's JSON has for it, or none.
public sealed interface Segmentation {
    enum Absent implements Segmentation {
        INSTANCE
    }

    /// Run lengths as COCO's text, which is kept as it is: a tenth of the memory of the runs.
    record Text(int height, int width, String counts) implements Segmentation {}

    /// Run lengths as numbers.
    record Runs(RunLengths mask) implements Segmentation {}

    /// Outlines `x, y, x, y, ...` in pixels whose union is the mask.
    record Outlines(List<double[]> parts) implements Segmentation {
        public Outlines {
            parts = List.copyOf(parts);
        }
    }

    /// The mask as runs. Outlines take the size of their image, the others have their own.
    ///
    /// @throws IllegalArgumentException if there is none or it is damaged
    default RunLengths mask(int imageHeight, int imageWidth) {
        return switch (this) {
            case Absent _ -> throw new IllegalArgumentException("it has no segmentation");
            case Text(int height, int width, String counts) ->
                    CompressedRuns.parse(height, width, counts);
            case Runs(RunLengths mask) -> mask;
            case Outlines(List<double[]> parts) -> union(parts, imageHeight, imageWidth);
        };
    }

    private static RunLengths union(List<double[]> parts, int height, int width) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "its image has no height and width, which outlines need");
        }
        // frPyObjects takes shorter first parts for boxes and fails.
        if (parts.isEmpty() || parts.getFirst().length <= 4) {
            throw new IllegalArgumentException("its first outline has fewer than 3 points");
        }
        return MaskUnion.of(
                parts.stream().map(part -> OutlineMask.of(part, height, width)).toList());
    }
}
