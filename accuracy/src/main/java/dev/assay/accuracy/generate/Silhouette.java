package dev.assay.accuracy.generate;

import java.util.List;

/// The outline of an object and how light falls on it, in scene units (the shorter side of the
/// image is 1, x to the right, y down).
public interface Silhouette {

    /// Signed distance to the outline: negative inside, near zero exact enough to smooth an edge.
    double distance(double x, double y);

    /// Share of the light that the surface returns at a point inside the outline, in (0, 1.5].
    double brightness(double x, double y);

    /// The outline along one column of the picture, where most of it need be worked out only once.
    ///
    /// @param margin how far outside the outline a point still matters
    /// @return the distance by `y`, or {@link Column#CLEAR} if the whole column is farther away
    default Column column(double x, double margin) {
        return y -> distance(x, y);
    }

    /// The signed distance along a column, as {@link #distance}.
    interface Column {
        /// A column that the outline does not come near.
        Column CLEAR = y -> Double.POSITIVE_INFINITY;

        double distance(double y);
    }

    /// A ball, stretched at will: shaded as a sphere, with a highlight.
    ///
    /// @param light where the light comes from, seen from the ball: the screen part of a unit
    ///   vector
    /// @param gloss strength of the highlight, 0 for cloth, 1 for polish
    record Ellipsoid(Point centre, double radiusX, double radiusY, Point light, double gloss)
            implements Silhouette {

        private static final double AMBIENT = 0.25;

        // The light never comes from exactly the side, or half of every ball would be black.
        private static final double LEAST_DEPTH_SQUARED = 0.09;

        @Override
        public double distance(double x, double y) {
            double across = (x - centre.x) / radiusX;
            double down = (y - centre.y) / radiusY;
            return (Math.sqrt(across * across + down * down) - 1) * Math.min(radiusX, radiusY);
        }

        @Override
        public Column column(double x, double margin) {
            double reach = radiusX + margin * radiusX / Math.min(radiusX, radiusY);
            return Math.abs(x - centre.x) > reach ? Column.CLEAR : y -> distance(x, y);
        }

        @Override
        public double brightness(double x, double y) {
            double normalX = (x - centre.x) / radiusX;
            double normalY = (y - centre.y) / radiusY;
            double normalZ = Math.sqrt(Math.max(0, 1 - normalX * normalX - normalY * normalY));
            double depth = 1 - light.x * light.x - light.y * light.y;
            double lightZ = Math.sqrt(Math.max(LEAST_DEPTH_SQUARED, depth));
            double facing = Math.max(0, normalX * light.x + normalY * light.y + normalZ * lightZ);
            double highlight = facing;
            for (int doubling = 0; doubling < 5; doubling++) {
                highlight *= highlight;
            }
            return AMBIENT + (1 - AMBIENT) * facing + gloss * highlight;
        }
    }

    /// A flat face with straight sides, a little lighter towards the top and the right.
    ///
    /// @param corners clockwise on the screen
    /// @param level brightness at the first corner
    record ConvexFace(List<Point> corners, double level) implements Silhouette {

        // One over the sine of half the sharpest angle of any face drawn here, 8 degrees.
        private static final double SHARPEST = 15;

        private static final double GAIN_RIGHT = 0.15;
        private static final double GAIN_UP = 0.5;

        public ConvexFace {
            corners = List.copyOf(corners);
        }

        @Override
        public double distance(double x, double y) {
            double farthest = Double.NEGATIVE_INFINITY;
            Point from = corners.getLast();
            for (Point to : corners) {
                double dx = to.x - from.x;
                double dy = to.y - from.y;
                double outwards = (x - from.x) * dy - (y - from.y) * dx;
                farthest = Math.max(farthest, outwards / Math.sqrt(dx * dx + dy * dy));
                from = to;
            }
            return farthest;
        }

        /// The distance of a line is that of its half-plane, so sharp corners reach far.
        @Override
        public Column column(double x, double margin) {
            double reach = margin * SHARPEST;
            double left = Double.POSITIVE_INFINITY;
            double right = Double.NEGATIVE_INFINITY;
            for (Point corner : corners) {
                left = Math.min(left, corner.x);
                right = Math.max(right, corner.x);
            }
            return x < left - reach || x > right + reach ? Column.CLEAR : y -> distance(x, y);
        }

        @Override
        public double brightness(double x, double y) {
            Point first = corners.getFirst();
            double value = level + GAIN_RIGHT * (x - first.x) + GAIN_UP * (first.y - y);
            return Math.clamp(value, 0.05, 1.2);
        }
    }

    /// Everything below an uneven skyline.
    record Ridge(double level, double height, double frequency, FractalNoise skyline)
            implements Silhouette {

        @Override
        public double distance(double x, double y) {
            return level - height * skyline.at(x * frequency, 0.5) - y;
        }

        @Override
        public Column column(double x, double margin) {
            double top = level - height * skyline.at(x * frequency, 0.5);
            return y -> top - y;
        }

        @Override
        public double brightness(double x, double y) {
            return 1;
        }
    }

    /// A corner in scene units.
    record Point(double x, double y) {}
}
