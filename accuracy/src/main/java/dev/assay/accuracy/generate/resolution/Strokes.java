package dev.assay.accuracy.generate.resolution;

import dev.assay.accuracy.generate.Silhouette;
import java.util.List;

/// Straight pen strokes with round ends: letters, wires.
///
/// @param ends `fromX, fromY, toX, toY` of each stroke, in scene units
/// @param half of a stroke's width
record Strokes(List<double[]> ends, double half) implements Silhouette {
    Strokes {
        ends = List.copyOf(ends);
    }

    @Override
    public double distance(double x, double y) {
        double nearest = Double.POSITIVE_INFINITY;
        for (double[] stroke : ends) {
            double sideX = stroke[2] - stroke[0];
            double sideY = stroke[3] - stroke[1];
            double dx = x - stroke[0];
            double dy = y - stroke[1];
            double along = (dx * sideX + dy * sideY) / (sideX * sideX + sideY * sideY);
            double nearX = dx - sideX * Math.clamp(along, 0.0, 1.0);
            double nearY = dy - sideY * Math.clamp(along, 0.0, 1.0);
            nearest = Math.min(nearest, nearX * nearX + nearY * nearY);
        }
        return Math.sqrt(nearest) - half;
    }

    @Override
    public double brightness(double x, double y) {
        return 1;
    }

    @Override
    public Column column(double x, double margin) {
        for (double[] stroke : ends) {
            if (x > Math.min(stroke[0], stroke[2]) - half - margin
                    && x < Math.max(stroke[0], stroke[2]) + half + margin) {
                return y -> distance(x, y);
            }
        }
        return Column.CLEAR;
    }
}
