package dev.assay.accuracy;

import dev.assay.core.stats.block.Selection;
import dev.assay.core.suite.TaskKind;
import dev.assay.core.tensor.Shape;
import java.util.List;

/// A part of an output that is compared on its own.
///
/// Images are looked at as a whole, on the ring along their border and in the centre: a wrong
/// padding spoils only the ring, and published scores that crop 128 pixels never see it.
///
/// @param name `full`, `border` or `centre`
/// @param elements by flat row-major index
public record View(String name, Selection elements) {
    private static final long WIDEST_MARGIN = 128;

    /// The views of an output. Images `[N, C, H, W]` have a border of `min(128, H / 4)` pixels.
    public static List<View> of(TaskKind task, Shape shape) {
        View full = new View("full", new Selection.All());
        if (task != TaskKind.IMAGE || shape.rank() != 4) {
            return List.of(full);
        }
        long height = shape.dim(2);
        long width = shape.dim(3);
        long margin = Math.min(WIDEST_MARGIN, height / 4);
        if (margin == 0 || 2 * margin >= width) {
            return List.of(full);
        }
        return List.of(
                full,
                new View("border", new Selection.Border(height, width, margin)),
                new View("centre", new Selection.Centre(height, width, margin)));
    }
}
