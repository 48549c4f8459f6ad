package dev.assay.accuracy.generate.resolution;

import dev.assay.accuracy.generate.SceneObject;
import dev.assay.accuracy.generate.Silhouette;
import dev.assay.accuracy.generate.Surface;
import dev.assay.accuracy.generate.Surface.Pattern;

/// A thing and how far it moves from one frame to the next, its texture with it.
///
/// @param speedX in scene units a frame, like `speedY`
record Moving(SceneObject object, double speedX, double speedY) {

    /// @param frame counted from the one where the thing is where it was put
    SceneObject at(int frame) {
        double dx = speedX * frame;
        double dy = speedY * frame;
        return new SceneObject(
                new Shifted(object.silhouette(), dx, dy),
                shifted(object.surface(), dx, dy),
                object.edgeWidth(),
                object.opacity());
    }

    static Surface shifted(Surface surface, double dx, double dy) {
        return surface.with(pattern -> new ShiftedPattern(pattern, dx, dy));
    }

    private record Shifted(Silhouette still, double dx, double dy) implements Silhouette {
        @Override
        public double distance(double x, double y) {
            return still.distance(x - dx, y - dy);
        }

        @Override
        public double brightness(double x, double y) {
            return still.brightness(x - dx, y - dy);
        }

        @Override
        public Column column(double x, double margin) {
            Column column = still.column(x - dx, margin);
            return column == Column.CLEAR ? column : y -> column.distance(y - dy);
        }
    }

    private record ShiftedPattern(Pattern still, double dx, double dy) implements Pattern {
        @Override
        public double at(double x, double y) {
            return still.at(x - dx, y - dy);
        }
    }
}
