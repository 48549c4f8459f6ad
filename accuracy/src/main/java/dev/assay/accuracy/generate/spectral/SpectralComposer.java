package dev.assay.accuracy.generate.spectral;

import dev.assay.accuracy.generate.FractalNoise;
import dev.assay.accuracy.generate.Scene;
import dev.assay.accuracy.generate.SceneObject;
import dev.assay.accuracy.generate.Silhouette;
import dev.assay.accuracy.generate.Silhouette.ConvexFace;
import dev.assay.accuracy.generate.Silhouette.Ellipsoid;
import dev.assay.accuracy.generate.Silhouette.Point;
import dev.assay.accuracy.generate.Silhouette.Ridge;
import dev.assay.accuracy.generate.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/// Lays things of all materials before a wall, in one light.
final class SpectralComposer {
    private final SplitMix64 random;
    private final double width;
    private final double height;
    private final double[] light;
    private final List<SceneObject> objects = new ArrayList<>();

    /// @param width of the scene in units of the shorter side, like `height`
    SpectralComposer(SplitMix64 random, double width, double height) {
        this.random = random;
        this.width = width;
        this.height = height;
        this.light = light(random);
    }

    /// From lamp light, poor in blue, to the sky's: by band, the largest is 1.
    private static double[] light(SplitMix64 random) {
        double warmth = random.between(-0.6, 0.6);
        double[] light = new double[Bands.COUNT];
        double largest = 1 + Math.abs(warmth);
        for (int band = 0; band < light.length; band++) {
            double along = 2.0 * band / (Bands.COUNT - 1) - 1;
            light[band] = (1 + warmth * along * (1 - 0.2 * along)) / largest;
        }
        return light;
    }

    double[] light() {
        return light.clone();
    }

    Scene compose() {
        add(new Ridge(height * random.between(0.3, 0.7), 0.05, 2, noise()));
        Point from = new Point(random.between(-0.6, 0.6), random.between(-0.7, -0.2));
        int count = random.between(12, 20);
        for (int i = 0; i < count; i++) {
            double size = random.between(0.08, 0.32);
            Point place = new Point(random.between(0, width), random.between(0, height));
            add(random.nextUnit() < 0.5 ? ball(place, size, from) : board(place, size));
        }
        return new Scene(material().surface(random, light), objects);
    }

    private void add(Silhouette silhouette) {
        objects.add(SceneObject.solid(silhouette, material().surface(random, light)));
    }

    private Material material() {
        return Material.values()[random.between(0, Material.values().length - 1)];
    }

    private Silhouette ball(Point place, double size, Point from) {
        double stretch = random.between(0.7, 1.4);
        return new Ellipsoid(place, size * stretch, size, from, random.between(0.0, 0.3));
    }

    private Silhouette board(Point place, double size) {
        double across = size * random.between(0.6, 1.6);
        double tilt = size * random.between(-0.3, 0.3);
        return new ConvexFace(
                List.of(
                        new Point(place.x() - across, place.y() - size + tilt),
                        new Point(place.x() + across, place.y() - size - tilt),
                        new Point(place.x() + across, place.y() + size - tilt),
                        new Point(place.x() - across, place.y() + size + tilt)),
                random.between(0.5, 1.0));
    }

    private FractalNoise noise() {
        return new FractalNoise(random.nextLong(), 3);
    }
}
