package dev.assay.accuracy.generate.detection;

import java.util.List;

/// The shape of a figure in its own coordinates: about [-1, 1] both ways, x to the right, y down.
interface Outline {

    /// Signed distance to the outline, negative inside; exact near the outline, where it matters.
    double distance(double x, double y);

    /// A round disc.
    record Disc(double centreX, double centreY, double radius) implements Outline {
        @Override
        public double distance(double x, double y) {
            double dx = x - centreX;
            double dy = y - centreY;
            return Math.sqrt(dx * dx + dy * dy) - radius;
        }
    }

    /// Straight sides between corners, convex or not.
    ///
    /// @param corners `x, y` of each, in either direction
    record Polygon(List<double[]> corners) implements Outline {
        public Polygon {
            corners = List.copyOf(corners);
        }

        /// @param coordinates `x, y, x, y, ...`
        static Polygon of(double... coordinates) {
            double[][] corners = new double[coordinates.length / 2][];
            for (int i = 0; i < corners.length; i++) {
                corners[i] = new double[] {coordinates[2 * i], coordinates[2 * i + 1]};
            }
            return new Polygon(List.of(corners));
        }

        /// The nearest point of any side; inside where a ray crosses an odd number of them.
        @Override
        public double distance(double x, double y) {
            double nearest = Double.POSITIVE_INFINITY;
            boolean inside = false;
            double[] from = corners.getLast();
            for (double[] to : corners) {
                double sideX = to[0] - from[0];
                double sideY = to[1] - from[1];
                double dx = x - from[0];
                double dy = y - from[1];
                double along = (dx * sideX + dy * sideY) / (sideX * sideX + sideY * sideY);
                double nearX = dx - sideX * Math.clamp(along, 0.0, 1.0);
                double nearY = dy - sideY * Math.clamp(along, 0.0, 1.0);
                nearest = Math.min(nearest, nearX * nearX + nearY * nearY);
                boolean crosses = (from[1] > y) != (to[1] > y);
                if (crosses && x < from[0] + sideX * (y - from[1]) / sideY) {
                    inside = !inside;
                }
                from = to;
            }
            return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
        }
    }

    /// What lies in any of the parts.
    record Union(List<Outline> parts) implements Outline {
        public Union {
            parts = List.copyOf(parts);
        }

        @Override
        public double distance(double x, double y) {
            double nearest = Double.POSITIVE_INFINITY;
            for (Outline part : parts) {
                nearest = Math.min(nearest, part.distance(x, y));
            }
            return nearest;
        }
    }

    /// What lies in one outline and not in the other.
    record Without(Outline whole, Outline hole) implements Outline {
        @Override
        public double distance(double x, double y) {
            return Math.max(whole.distance(x, y), -hole.distance(x, y));
        }
    }

    /// What lies in both.
    record Common(Outline one, Outline other) implements Outline {
        @Override
        public double distance(double x, double y) {
            return Math.max(one.distance(x, y), other.distance(x, y));
        }
    }
}
