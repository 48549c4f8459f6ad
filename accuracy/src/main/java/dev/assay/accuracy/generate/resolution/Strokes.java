package dev.assay.accuracy.generate.resolution;

import dev.assay.accuracy.generate.Segment;
import dev.assay.accuracy.generate.Silhouette;
import java.util.List;

/// Straight pen strokes with round ends: letters, wires.
///
/// @param lines of the pen, in scene units
/// @param half of a stroke's width
record Strokes(List<Segment> lines, double half) implements Silhouette {
    Strokes {
        lines = List.copyOf(lines);
    }

    @Override
    public double distance(double x, double y) {
        double nearest = Double.POSITIVE_INFINITY;
        for (Segment line : lines) {
            nearest = Math.min(nearest, line.squaredDistance(x, y));
        }
        return Math.sqrt(nearest) - half;
    }

    @Override
    public double brightness(double x, double y) {
        return 1;
    }

    @Override
    public Column column(double x, double margin) {
        for (Segment line : lines) {
            if (x > Math.min(line.fromX(), line.toX()) - half - margin
                    && x < Math.max(line.fromX(), line.toX()) + half + margin) {
                return y -> distance(x, y);
            }
        }
        return Column.CLEAR;
    }
}
