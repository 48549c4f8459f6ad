package dev.assay.accuracy.generate.detection;

import dev.assay.accuracy.generate.Segment;
import java.util.ArrayList;
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
    /// @param sides between neighbouring corners, in either direction
    record Polygon(List<Segment> sides) implements Outline {
        public Polygon {
            sides = List.copyOf(sides);
        }

        /// @param coordinates `x, y, x, y, ...` of the corners
        static Polygon of(double... coordinates) {
            List<Segment> sides = new ArrayList<>();
            double fromX = coordinates[coordinates.length - 2];
            double fromY = coordinates[coordinates.length - 1];
            for (int i = 0; i < coordinates.length; i += 2) {
                sides.add(new Segment(fromX, fromY, coordinates[i], coordinates[i + 1]));
                fromX = coordinates[i];
                fromY = coordinates[i + 1];
            }
            return new Polygon(sides);
        }

        /// The nearest point of any side; inside where a ray crosses an odd number of them.
        @Override
        public double distance(double x, double y) {
            double nearest = Double.POSITIVE_INFINITY;
            boolean inside = false;
            for (Segment side : sides) {
                nearest = Math.min(nearest, side.squaredDistance(x, y));
                inside ^= side.crossesRayFrom(x, y);
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
