package dev.assay.accuracy.generate;

import dev.assay.accuracy.generate.Silhouette.ConvexFace;
import dev.assay.accuracy.generate.Silhouette.Ellipsoid;
import dev.assay.accuracy.generate.Silhouette.Point;
import dev.assay.accuracy.generate.Surface.Pattern;
import java.util.ArrayList;
import java.util.List;

/// Builds the things that stand in a scene, each with its shadow, as parts from back to front.
final class Props {

    private static final double SHADOW = 0.6;

    /// What can stand in a scene.
    enum Kind {
        BALL,
        BOX,
        TREE
    }

    private final SplitMix64 random;
    private final Palette palette;
    private final Point light;

    /// @param light as in {@link Ellipsoid}; shadows fall away from it
    Props(SplitMix64 random, Palette palette, Point light) {
        this.random = random;
        this.palette = palette;
        this.light = light;
    }

    /// One thing.
    ///
    /// @param kinds from which one is drawn
    /// @param foot where it touches the ground
    /// @param size about its height, in scene units
    List<SceneObject> any(List<Kind> kinds, Point foot, double size) {
        return switch (kinds.get(random.between(0, kinds.size() - 1))) {
            case BALL -> ball(foot, size * random.between(0.3, 0.6));
            case BOX -> box(foot, size);
            case TREE -> tree(foot, size);
        };
    }

    private List<SceneObject> ball(Point foot, double radius) {
        double wide = radius * random.between(0.85, 1.15);
        Point centre = new Point(foot.x(), foot.y() - radius);
        Ellipsoid ball = new Ellipsoid(centre, wide, radius, light, random.between(0.0, 0.9));
        return List.of(shadow(foot, radius), SceneObject.solid(ball, paint(2 / radius)));
    }

    private List<SceneObject> box(Point foot, double size) {
        double half = size * random.between(0.25, 0.55);
        double turn = light.x() > 0 ? 1 : -1;
        double depth = half * random.between(0.5, 1.0) * turn;
        double tall = size * random.between(0.5, 1.3);
        double lift = size * random.between(0.08, 0.2);
        Surface surface = paint(4 / size);
        Point left = new Point(foot.x() - half, foot.y());
        Point right = new Point(foot.x() + half, foot.y());
        Point near = turn > 0 ? right : left;
        return List.of(
                shadow(foot, half * 1.4),
                face(surface, 1.0, near, moved(near, depth, -lift), tall),
                top(surface, left, right, tall, new Point(depth, -lift)),
                face(surface, 0.6, left, right, tall));
    }

    /// An upright face above the line between two points on the ground.
    private static SceneObject face(
            Surface surface, double level, Point from, Point to, double tall) {
        Point left = from.x() < to.x() ? from : to;
        Point right = from.x() < to.x() ? to : from;
        List<Point> corners = List.of(moved(left, 0, -tall), moved(right, 0, -tall), right, left);
        return SceneObject.solid(new ConvexFace(corners, level), surface);
    }

    private static SceneObject top(
            Surface surface, Point left, Point right, double tall, Point depth) {
        List<Point> corners =
                List.of(
                        moved(left, depth.x(), depth.y() - tall),
                        moved(right, depth.x(), depth.y() - tall),
                        moved(right, 0, -tall),
                        moved(left, 0, -tall));
        return SceneObject.solid(new ConvexFace(corners, 1.15), surface);
    }

    private List<SceneObject> tree(Point foot, double size) {
        double tall = size * random.between(1.0, 1.8);
        double trunk = size * random.between(0.05, 0.09);
        double[] bark = Palette.scaled(palette.ground(), 0.5);
        Pattern grain = new Pattern.Striped(1, 0, 5 / trunk, noise(2));
        Surface wood = new Surface(bark, Palette.scaled(bark, 0.4), grain);
        double[] leaf = palette.leaf();
        Pattern foliage = new Pattern.Mottled(14 / size, 1.3, noise(4));
        Surface crown = new Surface(Palette.scaled(leaf, 0.4), Palette.scaled(leaf, 2.0), foliage);
        List<SceneObject> parts = new ArrayList<>();
        parts.add(shadow(foot, size * 0.5));
        parts.add(face(wood, 0.7, moved(foot, -trunk, 0), moved(foot, trunk, 0), tall));
        int clumps = random.between(14, 20);
        for (int i = 0; i < clumps; i++) {
            double across = size * random.between(-0.3, 0.3);
            Point centre = moved(foot, across, size * random.between(-0.25, 0.3) - tall);
            double radius = size * random.between(0.09, 0.2);
            double high = radius * random.between(0.7, 1.0);
            parts.add(SceneObject.solid(new Ellipsoid(centre, radius, high, light, 0), crown));
        }
        return parts;
    }

    private SceneObject shadow(Point foot, double radius) {
        double[] dark = new double[Palette.RGB_BANDS];
        Point centre = moved(foot, -light.x() * radius * 1.2, 0);
        Ellipsoid outline = new Ellipsoid(centre, radius * 1.7, radius * 0.4, light, 0);
        Surface shade = new Surface(dark, dark, new Pattern.Plain());
        return new SceneObject(outline, shade, radius * 0.3, SHADOW);
    }

    private Surface paint(double frequency) {
        double[] base = palette.artificial();
        if (random.nextUnit() < 0.5) {
            Pattern worn = new Pattern.Mottled(frequency, 0.5, noise(5));
            return new Surface(base, Palette.scaled(base, 0.75), worn);
        }
        double across = random.nextUnit() < 0.5 ? 1 : random.between(-1, 1);
        double down = Math.sqrt(1 - across * across);
        Pattern stripes = new Pattern.Striped(across, down, frequency * 0.8, noise(3));
        return new Surface(base, palette.artificial(), stripes);
    }

    private FractalNoise noise(int octaves) {
        return new FractalNoise(random.nextLong(), octaves);
    }

    private static Point moved(Point point, double dx, double dy) {
        return new Point(point.x() + dx, point.y() + dy);
    }
}
