package dev.assay.accuracy.generate.detection;

import dev.assay.accuracy.generate.Silhouette;
import dev.assay.accuracy.generate.Silhouette.Point;

/// An outline laid into a scene: stretched, mirrored, turned and moved.
///
/// @param centre in scene units
/// @param cos of the turn; `cos² + sin²` is 1
/// @param scaleX scene units to one of the outline's own, negative where mirrored
/// @param inset how much smaller than the outline, in scene units, to leave a rim
record Figure(
        Outline outline,
        Point centre,
        double cos,
        double sin,
        double scaleX,
        double scaleY,
        double inset)
        implements Silhouette {

    // Lighter towards the upper left, as if bent a little.
    private static final double SHADING = 0.12;

    /// @param turn tangent of half the angle
    static Figure of(Outline outline, Point centre, double turn, double scaleX, double scaleY) {
        double square = turn * turn;
        double cos = (1 - square) / (1 + square);
        double sin = 2 * turn / (1 + square);
        return new Figure(outline, centre, cos, sin, scaleX, scaleY, 0);
    }

    Figure at(Point place) {
        return new Figure(outline, place, cos, sin, scaleX, scaleY, inset);
    }

    Figure smallerBy(double by) {
        return new Figure(outline, centre, cos, sin, scaleX, scaleY, inset + by);
    }

    /// No point of the outline is farther from the centre: a corner of the square of its units.
    double radius() {
        return 1.45 * Math.max(Math.abs(scaleX), scaleY);
    }

    @Override
    public double distance(double x, double y) {
        return outline.distance(ownX(x, y), ownY(x, y)) * Math.min(Math.abs(scaleX), scaleY)
                + inset;
    }

    @Override
    public double brightness(double x, double y) {
        return 1 - SHADING * ((x - centre.x()) + (y - centre.y())) / radius();
    }

    private double ownX(double x, double y) {
        return ((x - centre.x()) * cos + (y - centre.y()) * sin) / scaleX;
    }

    private double ownY(double x, double y) {
        return ((y - centre.y()) * cos - (x - centre.x()) * sin) / scaleY;
    }
}
