package dev.assay.accuracy;

import dev.assay.core.suite.TaskKind;
import dev.assay.core.tensor.Shape;
import java.util.List;
import java.util.function.LongPredicate;

/// A part of an output that is compared on its own.
///
/// Images are looked at as a whole, on the ring along their border and in the centre: a wrong
/// padding spoils only the ring, and published scores that crop 128 pixels never see it.
///
/// @param name `full`, `border` or `centre`
/// @param contains by flat row-major index
public record View(String name, LongPredicate contains) {
    private static final long WIDEST_MARGIN = 128;

    /// The views of an output. Images `[N, C, H, W]` have a border of `min(128, H / 4)` pixels.
    public static List<View> of(TaskKind task, Shape shape) {
        View full = new View("full", index -> true);
        if (task != TaskKind.IMAGE || shape.rank() != 4) {
            return List.of(full);
        }
        long height = shape.dim(2);
        long width = shape.dim(3);
        long margin = Math.min(WIDEST_MARGIN, height / 4);
        if (margin == 0 || 2 * margin >= width) {
            return List.of(full);
        }
        LongPredicate centre =
                index -> {
                    long column = index % width;
                    long row = index / width % height;
                    return row >= margin
                            && row < height - margin
                            && column >= margin
                            && column < width - margin;
                };
        return List.of(full, new View("border", centre.negate()), new View("centre", centre));
    }
}
