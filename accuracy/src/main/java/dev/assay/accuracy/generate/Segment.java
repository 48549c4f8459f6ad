package dev.assay.accuracy.generate;

/// A straight line between two points.
public record Segment(double fromX, double fromY, double toX, double toY) {
    /// The square of a point's distance to the nearest point of the line.
    public double squaredDistance(double x, double y) {
        double sideX = toX - fromX;
        double sideY = toY - fromY;
        double dx = x - fromX;
        double dy = y - fromY;
        double along = (dx * sideX + dy * sideY) / (sideX * sideX + sideY * sideY);
        double nearX = dx - sideX * Math.clamp(along, 0.0, 1.0);
        double nearY = dy - sideY * Math.clamp(along, 0.0, 1.0);
        return nearX * nearX + nearY * nearY;
    }

    /// Whether a ray from a point to the right crosses the line.
    public boolean crossesRayFrom(double x, double y) {
        return (fromY > y) != (toY > y) && x < fromX + (toX - fromX) * (y - fromY) / (toY - fromY);
    }
}
